import Mail

/// One line of the log of replies: what somebody said of a delivery, and what it was taken to mean.
public struct ReplyLine: Sendable, Equatable {
    public let at: Timestamp
    /// LIST/SLUG; nil for a letter.
    public let issue: String?
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
        at: Timestamp, issue: String?, email: String, stage: SMTPStage, code: Int?, status: String?, text: String,
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
