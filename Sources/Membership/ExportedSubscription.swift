import Mail
import Newsletter

/// One row of an export: a person and one subscription of theirs.
public struct ExportedSubscription: Sendable {
    public let email: String
    public let name: String?
    public let language: String?
    public let attributes: [String: String]
    public let list: ListName
    public let state: SubscriptionState
    public let changedAt: Timestamp

    public init(
        email: String, name: String?, language: String?, attributes: [String: String], list: ListName,
        state: SubscriptionState, changedAt: Timestamp
    ) {
        self.email = email
        self.name = name
        self.language = language
        self.attributes = attributes
        self.list = list
        self.state = state
        self.changedAt = changedAt
    }
}

/// Which subscriptions `subscriber ls` and `subscriber export` name; nil lets everything through.
public struct SubscriptionFilter: Sendable {
    /// The id of a list.
    public var list: Int64?
    public var state: SubscriptionState?
    public var language: String?
    /// A part of the address or the name, whatever its case.
    public var text: String?

    public init(
        list: Int64? = nil, state: SubscriptionState? = nil, language: String? = nil, text: String? = nil
    ) {
        self.list = list
        self.state = state
        self.language = language
        self.text = text
    }
}

/// One line of the consent record, with whom and what it is about.
public struct ExportedConsent: Sendable {
    public let email: String
    public let list: ListName
    public let entry: ConsentEntry

    public init(email: String, list: ListName, entry: ConsentEntry) {
        self.email = email
        self.list = list
        self.entry = entry
    }
}
