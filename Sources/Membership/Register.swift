import Mail
import Newsletter
import Signing

/// What Membership needs written down. Every call inside `transaction` is kept or lost as one.
public protocol Register: Sendable {
    func transaction<Result>(_ body: () throws -> Result) throws -> Result

    func list(named name: ListName) throws -> MailingList?
    func list(id: Int64) throws -> MailingList?

    func subscriber(key: String) throws -> RegisteredSubscriber?
    func subscriber(id: Int64) throws -> RegisteredSubscriber?
    func addSubscriber(_ profile: Profile, now: Timestamp) throws -> Int64
    /// Fills in what is not known yet; what a person has said stays.
    func complete(subscriber: Int64, with profile: Profile) throws

    func subscription(list: Int64, subscriber: Int64) throws -> RegisteredSubscription?
    func subscription(id: Int64) throws -> RegisteredSubscription?
    func addSubscription(list: Int64, subscriber: Int64, state: SubscriptionState, now: Timestamp) throws
        -> RegisteredSubscription
    func update(_ subscription: RegisteredSubscription, now: Timestamp) throws

    /// Append-only.
    func append(_ entry: ConsentEntry) throws

    /// The strongest suppression under any of the marks.
    func suppression(under marks: [SuppressionMark]) throws -> SuppressionKind?
    /// Takes away a `no-import` under this very mark.
    func liftSuppression(under mark: SuppressionMark) throws
    /// Says at the person's row whether the sender is to leave them out.
    func setSuppressed(_ isSuppressed: Bool, subscriber: Int64) throws

    func lettersSent(to key: String, since: Timestamp) throws -> Int
    func enqueue(_ letter: Letter, now: Timestamp) throws
}

/// A person as far as a form, an admin or an import says.
public struct Profile: Sendable {
    public let address: EmailAddress
    public let name: String?
    public let language: String?
    /// Custom attributes by name.
    public let attributes: [String: String]

    public init(address: EmailAddress, name: String? = nil, language: String? = nil, attributes: [String: String] = [:])
    {
        self.address = address
        self.name = name
        self.language = language
        self.attributes = attributes
    }
}

public struct RegisteredSubscriber: Sendable {
    public let id: Int64
    public let address: EmailAddress
    public let name: String?
    public let language: String?

    public init(id: Int64, address: EmailAddress, name: String?, language: String?) {
        self.id = id
        self.address = address
        self.name = name
        self.language = language
    }
}

public struct RegisteredSubscription: Sendable {
    public let id: Int64
    public let list: Int64
    public let subscriber: Int64
    public var state: SubscriptionState
    /// Raised by each request that mails a new link, so that older links lose their meaning.
    public var generation: Int32

    public init(id: Int64, list: Int64, subscriber: Int64, state: SubscriptionState, generation: Int32) {
        self.id = id
        self.list = list
        self.subscriber = subscriber
        self.state = state
        self.generation = generation
    }
}

/// How strongly an address or domain is kept out.
public enum SuppressionKind: String, Sendable, CaseIterable {
    /// Nothing, ever.
    case block
    /// No import and no admin; the person's own request on the form earns one confirmation mail.
    case noImport = "no-import"
}

/// A system message, complete but for its delivery.
public struct Letter: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case confirmation
        case links
        /// To the admin.
        case notice
    }

    public let kind: Kind
    public let recipient: EmailAddress
    /// RFC 5322 bytes with CRLF.
    public let bytes: [UInt8]

    public init(kind: Kind, recipient: EmailAddress, bytes: [UInt8]) {
        self.kind = kind
        self.recipient = recipient
        self.bytes = bytes
    }
}

/// Writes the system mails that Membership sends; the tokens become links there.
public protocol Correspondence: Sendable {
    func confirmation(
        of list: MailingList, to person: RegisteredSubscriber, confirm: String, decline: String, now: Timestamp
    ) throws -> Letter
    func links(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) throws
        -> Letter
}
