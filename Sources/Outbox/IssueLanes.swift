import Mail

/// The lanes of one issue as the sender knows them, and how many copies of each are under way.
///
/// Lanes share the places at the relay: one that is slow keeps few of them as long as others have something to send, since
/// who has fewer under way goes first. Each visit claims several copies at once, so that many lanes cost no more than one.
struct IssueLanes {
    fileprivate struct Lane {
        let domain: String
        /// When its next copy is due, as far as we know; nil: nothing waits there.
        var due: Timestamp?
        var inFlight = 0
    }

    /// Lanes that share at least, so that a visit is worth its query.
    private static let widest = 8

    private(set) var inFlight = 0
    private var lanes: [Lane] = []
    /// Who is visited first.
    private var next = 0
    private var readAt: Timestamp?

    /// Claims at most `limit` copies.
    mutating func claim(_ issue: Int64, limit: Int, desk: any ClaimDesk, now: Timestamp) throws -> [Claim] {
        var isFresh = false
        // Other processes put copies back, and time brings what was put off.
        if readAt != now || !lanes.contains(where: { $0.isDue(now) }) {
            try read(issue, desk, now)
            isFresh = true
        }
        var claims = try visit(issue, limit, desk, now)
        if claims.isEmpty, !isFresh {
            try read(issue, desk, now)
            claims = try visit(issue, limit, desk, now)
        }
        return claims
    }

    mutating func finished(lane: Int, due: Timestamp?) {
        inFlight -= 1
        lanes[lane].inFlight -= 1
        if let due { lanes[lane].due = min(lanes[lane].due ?? due, due) }
    }

    private mutating func read(_ issue: Int64, _ desk: any ClaimDesk, _ now: Timestamp) throws {
        readAt = now
        for (number, lane) in try desk.lanes(of: issue).enumerated() {
            if number == lanes.count { lanes.append(Lane(domain: lane.domain)) }
            lanes[number].due = lane.due
        }
    }

    private mutating func visit(_ issue: Int64, _ limit: Int, _ desk: any ClaimDesk, _ now: Timestamp) throws -> [Claim]
    {
        var claims: [Claim] = []
        let sharing = lanes.count { $0.inFlight > 0 || $0.isDue(now) }
        let places = inFlight + limit
        let share = max(1, (places + min(sharing, Self.widest) - 1) / max(1, min(sharing, Self.widest)))
        // What is left when each lane had its share goes to whoever has more to send.
        for most in [share, .max] {
            for step in lanes.indices where claims.count < limit {
                let number = (next + step) % lanes.count
                let wanted = min(limit - claims.count, most - lanes[number].inFlight)
                guard wanted > 0, lanes[number].isDue(now) else { continue }
                claims += try take(issue, number, wanted, desk, now)
                if claims.count == limit { next = (number + 1) % lanes.count }
            }
        }
        return claims
    }

    private mutating func take(
        _ issue: Int64, _ lane: Int, _ limit: Int, _ desk: any ClaimDesk, _ now: Timestamp
    ) throws -> [Claim] {
        let claims = try desk.claimCopies(of: issue, lane: lane, limit: limit, now: now)
        if claims.count < limit { lanes[lane].due = nil }
        lanes[lane].inFlight += claims.count
        inFlight += claims.count
        return claims
    }
}

extension IssueLanes.Lane {
    fileprivate func isDue(_ now: Timestamp) -> Bool { due.map { $0 <= now } ?? false }
}
