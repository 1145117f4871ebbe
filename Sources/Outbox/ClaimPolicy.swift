import Mail

/// Decides whose message goes next: letters first, then copies, of which running issues have equal parts, and within an
/// issue its lanes.
///
/// A value: a turn works on a copy, and keeps it when the turn is committed.
struct ClaimPolicy {
    private var issues: [Int64: IssueLanes] = [:]
    /// Often there is room for a single message: the first choice goes round.
    private var turns = 0

    /// Claims at most `limit` deliveries, of the first scope before the next.
    mutating func claim(
        _ scopes: [OutboxScope], limit: Int, desk: any ClaimDesk, now: Timestamp
    ) throws -> [Claim] {
        var claims: [Claim] = []
        for scope in scopes where claims.count < limit {
            switch scope {
            case .letters: claims += try desk.claimLetters(limit: limit - claims.count, now: now)
            case .issues: claims += try claimCopies(limit: limit - claims.count, desk, now)
            }
        }
        return claims
    }

    /// A claim came back: from now on its place is free, and at `due` it waits again.
    mutating func finished(_ claim: Claim, due: Timestamp?) {
        if let issue = claim.issue { issues[issue]?.finished(lane: claim.lane, due: due) }
    }

    /// Issues have equal parts of what is under way, and what one leaves goes to the others.
    private mutating func claimCopies(limit: Int, _ desk: any ClaimDesk, _ now: Timestamp) throws -> [Claim] {
        let running = try desk.runningIssues()
        guard !running.isEmpty else { return [] }
        issues = issues.filter { $0.value.inFlight > 0 || running.contains($0.key) }
        let first = turns % running.count
        turns += 1
        let places = limit + running.reduce(0) { $0 + (issues[$1]?.inFlight ?? 0) }
        let share = (places + running.count - 1) / running.count
        var claims: [Claim] = []
        for most in [share, .max] {
            for issue in running[first...] + running[..<first] where claims.count < limit {
                let wanted = min(limit - claims.count, most - (issues[issue]?.inFlight ?? 0))
                guard wanted > 0 else { continue }
                claims += try issues[issue, default: IssueLanes()].claim(issue, limit: wanted, desk: desk, now: now)
            }
        }
        return claims
    }
}
