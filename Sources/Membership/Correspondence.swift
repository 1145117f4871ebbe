import Mail
import Newsletter

/// A system message, complete but for its delivery.
public struct Letter: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Asks whether a subscription is wanted.
        case confirmation
        /// Greets who has confirmed.
        case welcome
        /// The links to one's own subscriptions.
        case links
        /// Tells of a leaving, with the way back.
        case goodbye
        /// Asks at a new address whether it may take the place of the old one.
        case move
        /// Tells the old address of that.
        case moved
        /// To the admin.
        case notice
        /// Asks an address from which mail came back whether anybody is there.
        case probe
        /// A person's mail, sent on to the list's owner.
        case forward
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
    /// - Parameter lists: those that were asked for at once: one link confirms them all.
    func confirmation(
        of lists: [MailingList], to person: RegisteredSubscriber, confirm: String, decline: String, now: Timestamp
    ) throws -> Letter
    func welcome(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) throws
        -> Letter
    /// - Parameter lists: what the person receives, `list` among it.
    func links(
        of list: MailingList, to person: RegisteredSubscriber, preferences: String, lists: [OwnSubscription],
        now: Timestamp
    ) throws -> Letter
    func goodbye(of list: MailingList, to person: RegisteredSubscriber, undo: String, now: Timestamp) throws -> Letter
    /// - Parameter person: as known, but for the new address.
    func move(of list: MailingList, to person: RegisteredSubscriber, confirm: String, now: Timestamp) throws -> Letter
    func moved(of list: MailingList, from person: RegisteredSubscriber, now: Timestamp) throws -> Letter
    /// - Parameter unsubscribe: ends the subscription.
    func probe(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) throws
        -> Letter
}

/// A list that a person receives, and the token that ends that.
public struct OwnSubscription: Sendable {
    public let list: MailingList
    public let unsubscribe: String

    public init(list: MailingList, unsubscribe: String) {
        self.list = list
        self.unsubscribe = unsubscribe
    }
}
