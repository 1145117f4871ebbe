import Mail

/// What a turn may claim from. It lives within the turn's transaction: what it gives is committed together with the records
/// that came before, or not at all.
public protocol ClaimDesk {
    /// The issues that are being sent, oldest first.
    func runningIssues() throws -> [RunningIssue]

    /// All lanes of an issue, by their numbers from 0 on.
    func lanes(of issue: Int64) throws -> [WaitingLane]

    /// Claims at most `limit` copies of a lane that are due; fewer mean that no more are. Copies whose reader has gone since
    /// the audience was frozen become `skipped` instead, and one for which `postpone` has a time waits until then.
    func claimCopies(
        of issue: Int64, lane: Int, limit: Int, now: Timestamp, postpone: (Claim.Reader) throws -> Timestamp?
    ) throws -> [Claim]

    func claimLetters(limit: Int, now: Timestamp) throws -> [Claim]

    /// What was counted under a name; nil when nothing was.
    func meter(scope: String) throws -> MeterState?
    func save(_ state: MeterState, scope: String) throws
}

/// An issue that is being sent.
public struct RunningIssue: Sendable, Equatable {
    public let id: Int64
    /// The names of the relays that its list goes by, with commas; nil for any.
    public let relays: String?

    public init(id: Int64, relays: String?) {
        self.id = id
        self.relays = relays
    }
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
