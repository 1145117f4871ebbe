import Mail

/// Which issue: LIST/SLUG on the command line.
public struct IssueName: Sendable, Equatable {
    public let list: ListName
    public let slug: Slug

    public init(list: ListName, slug: Slug) {
        self.list = list
        self.slug = slug
    }
}

/// One line of the log of replies: what somebody said of a delivery, and what it was taken to mean.
public struct ReplyLine: Sendable, Equatable {
    public let at: Timestamp
    /// Nil for a letter.
    public let issue: IssueName?
    public let email: String
    public let stage: SMTPStage
    public let code: Int?
    /// The enhanced status code (RFC 3463).
    public let status: String?
    public let text: String
    /// The remote host that said it.
    public let host: String?
    public let reason: BounceReason
    public let verdict: Verdict

    public init(
        at: Timestamp, issue: IssueName?, email: String, stage: SMTPStage, code: Int?, status: String?, text: String,
        host: String?, reason: BounceReason, verdict: Verdict
    ) {
        self.at = at
        self.issue = issue
        self.email = email
        self.stage = stage
        self.code = code
        self.status = status
        self.text = text
        self.host = host
        self.reason = reason
        self.verdict = verdict
    }
}
