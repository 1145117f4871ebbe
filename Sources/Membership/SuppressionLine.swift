import Mail

/// One line of `suppress ls`.
public struct SuppressionLine: Sendable {
    public let kind: SuppressionKind
    /// A domain pattern, or the address while the person's row still has it.
    public let pattern: String?
    public let reason: String
    public let at: Timestamp

    public init(kind: SuppressionKind, pattern: String?, reason: String, at: Timestamp) {
        self.kind = kind
        self.pattern = pattern
        self.reason = reason
        self.at = at
    }
}
