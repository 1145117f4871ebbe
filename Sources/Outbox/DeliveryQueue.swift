import Mail
import Newsletter

/// Which of the outgoing mail a sender looks after; each has a kernel lock of its own.
public enum OutboxScope: Sendable {
    case letters
    case issues
}

/// A delivery that is ours to send now: committed as `sending` before this value exists.
public struct Claim: Sendable {
    public let delivery: Int64
    /// Attempts before this one that got an answer.
    public let attempts: Int
    public let firstAttempt: Timestamp?
    /// What earlier replies about it were taken to mean, one for each.
    public let history: [Verdict]
    /// The lane of its issue; 0 for a letter.
    public let lane: Int
    /// The relay that it goes by, as a place in the policy's list; chosen after it was claimed.
    public internal(set) var relay = 0
    public let content: Content

    public enum Content: Sendable {
        case copy(issue: Int64, to: Reader)
        /// A system message, rendered when it was asked for.
        case letter(recipient: EmailAddress, bytes: [UInt8])
    }

    /// Whom a copy of an issue is for.
    public struct Reader: Sendable {
        public let subscription: Int64
        public let generation: Int32
        public let address: EmailAddress
        public let name: String?
        public let language: String?
        /// A JSON object of texts: most issues have no use for it, so it is read where one has.
        public let attributes: String

        public init(
            subscription: Int64, generation: Int32, address: EmailAddress, name: String?, language: String?,
            attributes: String = "{}"
        ) {
            self.subscription = subscription
            self.generation = generation
            self.address = address
            self.name = name
            self.language = language
            self.attributes = attributes
        }
    }

    public var issue: Int64? {
        if case .copy(let issue, _) = content { issue } else { nil }
    }

    public init(
        delivery: Int64, attempts: Int, firstAttempt: Timestamp?, history: [Verdict], lane: Int = 0, content: Content
    ) {
        self.delivery = delivery
        self.attempts = attempts
        self.firstAttempt = firstAttempt
        self.history = history
        self.lane = lane
        self.content = content
    }
}

/// What is to be written down about a delivery that was `sending`.
public struct DeliveryRecord: Sendable {
    public let delivery: Int64
    public let isLetter: Bool
    public let state: DeliveryState
    /// For `queued` and `deferred`: when it is due again.
    public let due: Timestamp?
    /// Whether somebody answered for this recipient: what the retry schedule counts.
    public let countsAsAttempt: Bool
    /// Whether the reader may have this copy already.
    public let isPossibleDuplicate: Bool
    /// For the reply log: all but a plain success.
    public let reply: LoggedReply?
    /// What a final refusal says of the address.
    public let strike: BounceStrike?
    /// From the moment when the transport had it until its outcome; nil where nobody measured.
    public var took: Duration?

    public init(
        delivery: Int64, isLetter: Bool, state: DeliveryState, due: Timestamp? = nil, countsAsAttempt: Bool,
        isPossibleDuplicate: Bool = false, reply: LoggedReply? = nil, strike: BounceStrike? = nil
    ) {
        self.delivery = delivery
        self.isLetter = isLetter
        self.state = state
        self.due = due
        self.countsAsAttempt = countsAsAttempt
        self.isPossibleDuplicate = isPossibleDuplicate
        self.reply = reply
        self.strike = strike
    }
}

/// One line of the bounce log: who said what, and what it was taken to mean.
public struct LoggedReply: Sendable, Equatable {
    public let stage: SMTPStage
    public let code: Int?
    public let status: EnhancedStatus?
    public let text: String
    public let host: String?
    public let reason: BounceReason
    public let verdict: Verdict

    public init(
        stage: SMTPStage, code: Int?, status: EnhancedStatus?, text: String, host: String?, reason: BounceReason,
        verdict: Verdict
    ) {
        self.stage = stage
        self.code = code
        self.status = status
        self.text = text
        self.host = host
        self.reason = reason
        self.verdict = verdict
    }
}

/// What to do about a copy whose outcome nobody knows.
public enum UncertainPolicy: String, Sendable, CaseIterable {
    /// Send it again, behind all others, and count a possible duplicate: nobody is skipped. When the relay breaks off once
    /// more, the copy is held after all, lest a relay that takes mail and never says so makes a reader get it without end.
    case resend
    /// Wait for an admin's word: nobody gets two. Letters are sent again all the same.
    case hold
}

/// An error of the queue that may pass by itself: a lock that another process holds, a full disk. The sender keeps what it
/// knows and tries again.
public protocol PassingFailure: Error {
    var mayPass: Bool { get }
}

/// The durable queue that the sender works on. Each call is one transaction: all of it is kept, or nothing.
public protocol DeliveryQueue {
    /// Settles what a dead sender left as `sending`: nobody knows its outcome. Only the holder of the scope's lock may
    /// call it.
    /// - Returns: how many there were.
    func recover(_ scope: OutboxScope, _ policy: UncertainPolicy, now: Timestamp) throws -> Int

    /// Pauses issues that rested since before `late`, so that a restored backup or a cron job that was off for days sends no
    /// old news without an admin's word.
    /// - Returns: whether there were any.
    func pauseLateIssues(before late: Timestamp, reason: String) throws -> Bool

    /// Writes down what came in, pauses issues, then claims what `claim` chooses.
    func turn(
        records: [DeliveryRecord], pauses: [IssuePause], now: Timestamp, claim: (any ClaimDesk) throws -> [Claim]
    ) throws -> [Claim]

    /// Starts the scheduled issues that are due, closes those of which nothing is open any more, notes that a sender looks
    /// after the running ones. If the clock was set back meanwhile, what waits beyond `horizon` is brought back to now, and
    /// so is what waits for no reason but the clock.
    func advanceIssues(now: Timestamp, horizon: Timestamp) throws

    /// What meters hold that a new sender has to know: relays in trouble, and who asked for less.
    func notedMeters() throws -> [(scope: String, state: MeterState)]

    /// When the next letter, or the next delivery of a running issue or the next scheduled issue, is due; nil when
    /// nothing waits.
    func nextDue(_ scope: OutboxScope) throws -> Timestamp?
}

/// An issue that stops for our own fault until an admin resumes it.
public struct IssuePause: Sendable {
    public let issue: Int64
    /// One clear sentence.
    public let reason: String
    /// Since then readers were refused for what was our own fault: nobody stays suspended for it. Nil where nobody was.
    public let forgivesSince: Timestamp?

    public init(issue: Int64, reason: String, forgivesSince: Timestamp? = nil) {
        self.issue = issue
        self.reason = reason
        self.forgivesSince = forgivesSince
    }
}

/// Turns a claim into the message's bytes.
public protocol MessageSource: AnyObject {
    /// - Throws: when the issue's stored content is unusable; its description is one sentence for the admin.
    func message(for claim: Claim) throws -> OutgoingMessage

    /// Those of several claims, in their order.
    func messages(for claims: [Claim]) -> [Result<OutgoingMessage, any Error>]

    /// Making a message takes longer than sending one: what waits should not wait for it.
    var takesLong: Bool { get }
}

extension MessageSource {
    public func messages(for claims: [Claim]) -> [Result<OutgoingMessage, any Error>] {
        claims.map { claim in Result { try message(for: claim) } }
    }

    public var takesLong: Bool { false }
}
