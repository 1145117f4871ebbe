import Mail
import Membership
import Newsletter

/// What `ReturnDesk` needs written down. Every call inside `transaction` is kept or lost as one.
public protocol ReturnRegister: Sendable {
    func transaction<Result>(_ body: () throws -> Result) throws -> Result

    /// Whether the same message was taken before.
    func hasTaken(_ digest: [UInt8]) throws -> Bool
    /// - Returns: the id by which an admin asks for it.
    func take(_ mail: TakenMail, now: Timestamp) throws -> Int64
    func log(_ entry: ReturnEntry, of mail: Int64, now: Timestamp) throws

    /// Nil for a delivery that is gone.
    func origin(delivery: Int64) throws -> ReturnOrigin?
    func origin(subscription: Int64) throws -> ReturnOrigin?
    /// Counts a bounce against the address, if the mail was sent since its record began.
    func strike(_ strike: BounceStrike, _ origin: ReturnOrigin, now: Timestamp) throws -> BounceEffect
    /// Mail arrived at the address: its score begins anew. A suspension stays.
    func clearScore(subscriber: Int64) throws

    func enqueue(_ letter: Letter, now: Timestamp) throws
    func lettersSent(_ kind: Letter.Kind, since: Timestamp) throws -> Int
}

/// Whose mail came back.
public struct ReturnOrigin: Sendable, Equatable {
    /// Nil where only the subscription is known.
    public let delivery: Int64?
    public let issue: Int64?
    /// Nil for a letter.
    public let subscription: Int64?
    /// Nil for a letter to somebody who is no subscriber.
    public let subscriber: Int64?
    /// Where it was sent to, as far as that is the subscriber's address still, or a letter's.
    public let address: EmailAddress
    /// When it was sent; nil where only the subscription is known.
    public let sentAt: Timestamp?
    /// It asked whether the reader is still there.
    public let isProbe: Bool
    /// The person's data are gone since.
    public let isErased: Bool

    public init(
        delivery: Int64?, issue: Int64?, subscription: Int64?, subscriber: Int64?, address: EmailAddress,
        sentAt: Timestamp?, isProbe: Bool, isErased: Bool
    ) {
        self.delivery = delivery
        self.issue = issue
        self.subscription = subscription
        self.subscriber = subscriber
        self.address = address
        self.sentAt = sentAt
        self.isProbe = isProbe
        self.isErased = isErased
    }
}

/// One message that came back, as it is remembered.
public struct TakenMail: Sendable {
    public let digest: [UInt8]
    public let kind: String
    public let fate: ReturnFate
    /// For an admin to look at; nil for what was understood.
    public let kept: Kept?

    public struct Kept: Sendable {
        public let why: ReturnDoubt
        public let sender: String?
        public let subject: String?
        /// As it came; the rest of a very long one is left out.
        public let bytes: [UInt8]
    }
}

/// One line of the log: what came back said of one delivery, and what followed.
public struct ReturnEntry: Sendable {
    public let kind: String
    public let origin: ReturnOrigin
    /// `hard`, `soft`, `delayed`; of bounces only.
    public let failure: String?
    public let status: EnhancedStatus?
    public let reason: String?
    public let effect: BounceEffect
}

/// What became of a message as a whole.
public enum ReturnFate: String, Sendable, CaseIterable {
    /// Came before; nothing is done twice.
    case duplicate
    /// It is about a delivery of ours, and stands in the log.
    case recorded
    /// A complaint: the reader is off the list, and suppressed.
    case complained
    case unsubscribed
    /// Somebody wants to leave and has no token: their links were mailed to them.
    case answered
    /// A person's words, sent on to the list's owner.
    case forwarded
    /// A machine's words that mean nothing to us.
    case ignored
    /// Kept for an admin.
    case kept
}

/// Why a message is kept for an admin.
public enum ReturnDoubt: String, Sendable, CaseIterable {
    /// A report about a delivery, with no token of ours, or a forged one.
    case unattributed
    /// A person's words, and nobody is set to get them.
    case noOwner = "no-owner"
    /// A person's words, and the owner had many already.
    case tooMany = "too-many"
    /// Automatic mail that is no report.
    case notUnderstood = "not-understood"
}
