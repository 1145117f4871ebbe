import Mail

/// One line of the log of all that was no plain success: what was said of a delivery, and what it was taken to mean.
public struct BounceLine: Sendable, Equatable {
    public let at: Timestamp
    /// Nil for a letter.
    public let list: ListName?
    /// Nil also where only the subscription is known.
    public let issue: Slug?
    public let email: String
    public let source: Source
    /// The enhanced status code (RFC 3463).
    public let status: String?
    /// A `BounceReason`, or a complaint's type; nil where nothing is wrong.
    public let reason: String?
    /// `hard`, `soft` or `delayed`; nil for what is no failure of the address.
    public let failure: String?

    public enum Source: Sendable, Equatable {
        /// The relay said it.
        case relay(stage: SMTPStage, code: Int?, text: String, host: String?, verdict: Verdict)
        /// It came back later. `mail`: the message that said it, while that is remembered.
        case returned(kind: String, effect: BounceEffect, mail: Int64?)
    }

    public init(
        at: Timestamp, list: ListName?, issue: Slug?, email: String, source: Source, status: String?, reason: String?,
        failure: String?
    ) {
        self.at = at
        self.list = list
        self.issue = issue
        self.email = email
        self.source = source
        self.status = status
        self.reason = reason
        self.failure = failure
    }

    public var domain: String { String(email.drop { $0 != "@" }.dropFirst()).lowercased() }
}

/// A message that came back and is kept for an admin.
public struct KeptMail: Sendable, Equatable {
    public let id: Int64
    public let at: Timestamp
    public let kind: String
    /// Why nothing followed from it.
    public let why: String
    public let sender: String?
    public let subject: String?

    public init(id: Int64, at: Timestamp, kind: String, why: String, sender: String?, subject: String?) {
        self.id = id
        self.at = at
        self.kind = kind
        self.why = why
        self.sender = sender
        self.subject = subject
    }
}

/// How many readers of an issue have which fate, at one domain.
public struct DomainFigures: Sendable, Equatable {
    public let domain: String
    public let audience: Int
    /// Refused by the relay or given up on.
    public let failed: Int
    /// Sent, and came back.
    public let hard, soft: Int
    public let complaints: Int

    public init(domain: String, audience: Int, failed: Int, hard: Int, soft: Int, complaints: Int) {
        self.domain = domain
        self.audience = audience
        self.failed = failed
        self.hard = hard
        self.soft = soft
        self.complaints = complaints
    }
}
