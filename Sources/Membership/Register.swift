import Mail
import Newsletter
import Signing

/// What Membership needs written down. Every call inside `transaction` is kept or lost as one.
public protocol Register: Sendable {
    func transaction<Result>(_ body: () throws -> Result) throws -> Result

    func list(named name: ListName) throws -> MailingList?
    func list(id: Int64) throws -> MailingList?
    /// Every list, by title.
    func lists() throws -> [MailingList]

    func subscriber(key: String) throws -> RegisteredSubscriber?
    func subscriber(id: Int64) throws -> RegisteredSubscriber?
    func addSubscriber(_ profile: Profile, now: Timestamp) throws -> Int64
    /// Adds those who are not known yet, confirmed, each with the line of the record that says whence the consent came: what an
    /// import does a million times.
    /// - Returns: for each whether they were added; nothing is changed for an address that is known.
    func addConfirmed(_ profiles: [Profile], to list: Int64, source: String, now: Timestamp) throws -> [Bool]
    /// Fills in what is not known yet; what a person has said stays.
    func complete(subscriber: Int64, with profile: Profile) throws
    /// What the person says of themselves takes the place of what was known.
    func setName(_ name: String?, language: String?, subscriber: Int64) throws
    func attributes(of subscriber: Int64) throws -> [String: String]
    /// These take the place of what was known; others stay.
    func setAttributes(_ attributes: [String: String], subscriber: Int64) throws
    /// What a list asks its readers.
    func fields(of list: MailingList) throws -> [CustomField]
    /// The person's mail goes to another address from now on, which nobody else has, with a clean record.
    func readdress(subscriber: Int64, to address: EmailAddress, now: Timestamp) throws

    /// Nil for an address that is not suspended.
    func suspension(of subscriber: Int64) throws -> Suspension?
    /// Ends a suspension, and lets the record of bounces begin anew: what comes back of mail that was sent before `now` counts
    /// no more.
    func liftSuspension(subscriber: Int64, now: Timestamp) throws

    /// Whether anybody waits for the mail that asks whether they are still there; a look that takes no lock.
    func wantedProbes(_ limit: Int) throws -> [Int64]
    /// The mail is written, or is not to be.
    func noteProbe(of subscriber: Int64) throws

    func subscription(list: Int64, subscriber: Int64) throws -> RegisteredSubscription?
    func subscription(id: Int64) throws -> RegisteredSubscription?
    func subscriptions(of subscriber: Int64) throws -> [RegisteredSubscription]
    func addSubscription(list: Int64, subscriber: Int64, state: SubscriptionState, now: Timestamp) throws
        -> RegisteredSubscription
    func update(_ subscription: RegisteredSubscription, now: Timestamp) throws
    /// The subscriptions that were asked for together with the first and are confirmed by its link; whatever any of them was
    /// asked for with before no longer counts.
    func setCompanions(_ companions: [Int64], of subscription: Int64) throws
    func companions(of subscription: Int64) throws -> [RegisteredSubscription]
    /// Issues wait until then for every subscription of the person; nil ends the pause.
    func pause(subscriber: Int64, until: Timestamp?) throws

    /// Keeps a new address until its owner confirms it, in place of an earlier one.
    /// - Returns: the id that its link carries.
    func addAddressChange(subscriber: Int64, to address: EmailAddress, now: Timestamp) throws -> Int64
    func addressChange(id: Int64) throws -> AddressChange?
    func endAddressChange(id: Int64) throws

    /// Why the person left; the last word counts.
    func note(_ reason: LeavingReason, of subscription: Int64, now: Timestamp) throws

    /// Append-only.
    func append(_ entry: ConsentEntry) throws
    func lastEvent(of subscription: Int64) throws -> ConsentEntry.Event?
    /// Whether the reader left and has not confirmed since; a request by form, which a stranger may make, changes nothing
    /// about it.
    func hasLeft(_ subscription: Int64) throws -> Bool

    func hasSuppressions() throws -> Bool
    /// The strongest suppression under any of the marks.
    func suppression(under marks: [SuppressionMark]) throws -> SuppressionKind?
    /// Takes away a `no-import` under this very mark.
    func liftSuppression(under mark: SuppressionMark) throws
    /// Adds a `no-import` under the mark, unless a suppression stands there already, and says so at the person's row.
    func suppressImports(_ address: EmailAddress, under mark: SuppressionMark, reason: String, now: Timestamp) throws
    /// Says at the person's row whether the sender is to leave them out.
    func setSuppressed(_ isSuppressed: Bool, subscriber: Int64) throws

    /// Letters to the mailbox that somebody at a form caused: not those that tell of leaving.
    /// - Parameter mailbox: an address's `limitedMailbox`.
    func lettersSent(to mailbox: String, since: Timestamp) throws -> Int
    /// Letters to the mailbox that tell of leaving.
    /// - Parameter mailbox: an address's `limitedMailbox`.
    func goodbyesSent(to mailbox: String, since: Timestamp) throws -> Int
    func enqueue(_ letter: Letter, now: Timestamp) throws
    /// Keeps nothing of a request, at the cost of keeping something: how long an answer takes must not tell whether an address
    /// is known.
    /// - Parameter bytes: how long the letter would have been.
    func countUnanswered(bytes: Int) throws
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

/// A new address that its owner has confirmed, or may yet.
public struct AddressChange: Sendable {
    public let id: Int64
    public let subscriber: Int64
    public let address: EmailAddress
    /// Confirmed; it is kept for a day, for whoever opens the link once more.
    public let isDone: Bool

    public init(id: Int64, subscriber: Int64, address: EmailAddress, isDone: Bool) {
        self.id = id
        self.subscriber = subscriber
        self.address = address
        self.isDone = isDone
    }
}

public struct RegisteredSubscription: Sendable {
    public let id: Int64
    public let list: Int64
    public let subscriber: Int64
    public var state: SubscriptionState
    /// Raised by each request that mails a new link, so that older links lose their meaning.
    public var generation: Int32
    /// No issue before then.
    public let pausedUntil: Timestamp?

    public init(
        id: Int64, list: Int64, subscriber: Int64, state: SubscriptionState, generation: Int32,
        pausedUntil: Timestamp? = nil
    ) {
        self.id = id
        self.list = list
        self.subscriber = subscriber
        self.state = state
        self.generation = generation
        self.pausedUntil = pausedUntil
    }
}

/// How strongly an address or domain is kept out.
public enum SuppressionKind: String, Sendable, CaseIterable {
    /// Nothing, ever.
    case block
    /// No import and no admin; the person's own request on the form earns one confirmation mail.
    case noImport = "no-import"
}
