import Mail

/// An issue that was queued: what the admin sees of it.
public struct Issue: Sendable, Equatable {
    public let id: Int64
    public let list: ListName
    public let slug: Slug
    public let subject: String
    public let state: IssueState
    /// Why it is paused, in one sentence.
    public let pauseReason: String?
    /// Deliveries that it has; 0 until the audience is frozen.
    public let audience: Int
    /// Copies whose outcome a crash or a cut connection hid, and that were therefore sent again.
    public let possibleDuplicates: Int
    public let createdAt: Timestamp
    public let scheduledAt: Timestamp?
    public let startedAt: Timestamp?
    public let finishedAt: Timestamp?

    public init(
        id: Int64, list: ListName, slug: Slug, subject: String, state: IssueState, pauseReason: String? = nil,
        audience: Int, possibleDuplicates: Int = 0, createdAt: Timestamp, scheduledAt: Timestamp? = nil,
        startedAt: Timestamp? = nil, finishedAt: Timestamp? = nil
    ) {
        self.id = id
        self.list = list
        self.slug = slug
        self.subject = subject
        self.state = state
        self.pauseReason = pauseReason
        self.audience = audience
        self.possibleDuplicates = possibleDuplicates
        self.createdAt = createdAt
        self.scheduledAt = scheduledAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
    }
}

/// How many deliveries of an issue are in which state; the states add up to the audience, always.
public struct DeliveryCounts: Sendable, Equatable {
    private var counts: [DeliveryState: Int]

    public init(_ counts: [DeliveryState: Int]) { self.counts = counts }

    public subscript(state: DeliveryState) -> Int { counts[state] ?? 0 }
    public var audience: Int { counts.values.reduce(0, +) }
}

/// One line of an issue's report: a reader and what became of their copy.
public struct DeliveryLine: Sendable, Equatable {
    public let email: String
    public let state: DeliveryState
    public let attempts: Int
    public let changedAt: Timestamp
    public let due: Timestamp?
    /// The last reply that was not a plain success: code, enhanced status and text, as the relay said it.
    public let reply: String?
    /// What came back later, in a word or two: `hard, no-such-address (5.1.1)`, `complaint, abuse`.
    public let cameBack: String?

    public init(
        email: String, state: DeliveryState, attempts: Int, changedAt: Timestamp, due: Timestamp?, reply: String?,
        cameBack: String? = nil
    ) {
        self.email = email
        self.state = state
        self.attempts = attempts
        self.changedAt = changedAt
        self.due = due
        self.reply = reply
        self.cameBack = cameBack
    }
}

/// An issue about to be queued, composed already.
public struct NewIssue: Sendable {
    public let list: MailingList
    public let slug: Slug
    public let subject: String
    /// A BCP 47 tag: who reads in none of the issue's languages gets this one.
    public let language: String
    /// Identity of the content: the same digest under the same name is the same issue.
    public let digest: String
    /// The envelope sender, where bounces go (RFC 5321 §2.3.1).
    public let sender: String
    /// The composed issue as the composer stores it.
    public let composed: String
    public let webPage: String
    /// Its other languages.
    public let versions: [Version]
    /// What its pages and mails fetch from the public pages.
    public let media: [Media]
    /// nil: now.
    public let scheduledAt: Timestamp?

    /// The issue in one more language.
    public struct Version: Sendable {
        public let language: String
        public let subject: String
        public let composed: String
        public let webPage: String

        public init(language: String, subject: String, composed: String, webPage: String) {
            self.language = language
            self.subject = subject
            self.composed = composed
            self.webPage = webPage
        }
    }

    /// An image, named by its content.
    public struct Media: Sendable {
        public let name: String
        public let type: String
        public let bytes: [UInt8]

        public init(name: String, type: String, bytes: [UInt8]) {
            self.name = name
            self.type = type
            self.bytes = bytes
        }
    }

    public init(
        list: MailingList, slug: Slug, subject: String, language: String = "en", digest: String, sender: String,
        composed: String, webPage: String, versions: [Version] = [], media: [Media] = [], scheduledAt: Timestamp?
    ) {
        self.list = list
        self.slug = slug
        self.subject = subject
        self.language = language
        self.digest = digest
        self.sender = sender
        self.composed = composed
        self.webPage = webPage
        self.versions = versions
        self.media = media
        self.scheduledAt = scheduledAt
    }
}

/// What came of queueing an issue.
public enum Queueing: Sendable, Equatable {
    case queued(Issue)
    /// The same content was queued before; nothing has changed.
    case already(Issue)
    /// Another content stands under that name.
    case taken(Issue)
}
