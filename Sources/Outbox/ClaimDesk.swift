import Mail

/// What a turn may claim from. It lives within the turn's transaction: what it gives is committed together with the records
/// that came before, or not at all.
public protocol ClaimDesk {
    /// The issues that are being sent, oldest first.
    func runningIssues() throws -> [Int64]

    /// All lanes of an issue, by their numbers from 0 on.
    func lanes(of issue: Int64) throws -> [WaitingLane]

    /// Claims at most `limit` copies of a lane that are due; fewer mean that no more are. Copies whose reader has gone since
    /// the audience was frozen become `skipped` instead.
    func claimCopies(of issue: Int64, lane: Int, limit: Int, now: Timestamp) throws -> [Claim]

    func claimLetters(limit: Int, now: Timestamp) throws -> [Claim]
}

/// A part of an issue's audience that waits by itself: a large domain, or all small ones together.
public struct WaitingLane: Sendable, Equatable {
    /// Empty for that of the small domains.
    public let domain: String
    /// When its first copy is due; nil when none waits.
    public let due: Timestamp?

    public init(domain: String, due: Timestamp?) {
        self.domain = domain
        self.due = due
    }
}
