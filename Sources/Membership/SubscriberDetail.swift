import Mail
import Newsletter

/// All that is kept of one person, for `subscriber show` and for a data request.
public struct SubscriberDetail: Sendable {
    public let id: Int64
    public let address: EmailAddress
    public let name: String?
    public let language: String?
    public let attributes: [String: String]
    public let suspendedAt: Timestamp?
    public let suppressed: Bool
    public let createdAt: Timestamp
    public let subscriptions: [SubscriptionDetail]

    public init(
        id: Int64, address: EmailAddress, name: String?, language: String?, attributes: [String: String],
        suspendedAt: Timestamp?, suppressed: Bool, createdAt: Timestamp, subscriptions: [SubscriptionDetail]
    ) {
        self.id = id
        self.address = address
        self.name = name
        self.language = language
        self.attributes = attributes
        self.suspendedAt = suspendedAt
        self.suppressed = suppressed
        self.createdAt = createdAt
        self.subscriptions = subscriptions
    }
}

public struct SubscriptionDetail: Sendable {
    public let list: ListName
    public let state: SubscriptionState
    public let changedAt: Timestamp
    public let pausedUntil: Timestamp?
    public let consent: [ConsentEntry]

    public init(
        list: ListName, state: SubscriptionState, changedAt: Timestamp, pausedUntil: Timestamp? = nil,
        consent: [ConsentEntry]
    ) {
        self.list = list
        self.state = state
        self.changedAt = changedAt
        self.pausedUntil = pausedUntil
        self.consent = consent
    }
}
