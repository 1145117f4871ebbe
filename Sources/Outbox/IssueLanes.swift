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
        var gauge = Gauge()
    }

    /// Lanes that share at least, so that a visit is worth its query.
    private static let widest = 8

    private(set) var inFlight = 0
    private var lanes: [Lane] = []
    /// Who is visited first.
    private var next = 0
    private var readAt: Timestamp?

    /// Claims at most `limit` copies. What waits for a lane's limits alone is told to `blocks`.
    mutating func claim(
        _ issue: Int64, limit: Int, _ desk: any ClaimDesk, _ meters: inout Meters, _ blocks: inout Blocks
    ) throws -> [Claim] {
        let now = meters.now.timestamp
        var isFresh = false
        // Other processes put copies back, and time brings what was put off.
        if readAt != now || !lanes.contains(where: { $0.isDue(now) }) {
            try read(issue, desk, now)
            isFresh = true
        }
        var claims = try visit(issue, limit, desk, &meters, &blocks)
        if claims.isEmpty, !isFresh {
            try read(issue, desk, now)
            claims = try visit(issue, limit, desk, &meters, &blocks)
        }
        return claims
    }

    /// Copies a second of late.
    func rate(lane: Int, now: Timestamp) -> Double { lanes[lane].gauge.rate(now) }

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

    private mutating func visit(
        _ issue: Int64, _ limit: Int, _ desk: any ClaimDesk, _ meters: inout Meters, _ blocks: inout Blocks
    ) throws -> [Claim] {
        let now = meters.now.timestamp
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
                claims += try take(issue, number, wanted, desk, &meters, &blocks)
                if claims.count == limit { next = (number + 1) % lanes.count }
            }
        }
        return claims
    }

    private mutating func take(
        _ issue: Int64, _ lane: Int, _ wanted: Int, _ desk: any ClaimDesk, _ meters: inout Meters,
        _ blocks: inout Blocks
    ) throws -> [Claim] {
        let now = meters.now.timestamp
        let domain = lanes[lane].domain
        var limit = wanted
        let scope = domain.isEmpty ? nil : meters.scope(ofDomain: domain)
        if let scope {
            limit = min(limit, try meters.room(scope, desk))
            guard limit > 0 else {
                blocks.add(try meters.opens(scope, desk), "what may go to \(domain)")
                return []
            }
        }
        let mixes = domain.isEmpty && meters.concernDomains
        let claims = try desk.claimCopies(
            of: issue, lane: lane, limit: limit, now: now,
            postpone: { try mixes ? Self.postpone($0, desk, &meters) : nil })
        if let scope { try meters.take(claims.count, scope, desk) }
        if claims.count < limit { lanes[lane].due = nil }
        lanes[lane].inFlight += claims.count
        lanes[lane].gauge.count(claims.count, now)
        inFlight += claims.count
        return claims
    }

    /// Small domains share a lane: whose limit is used up is put off, so that the others come up.
    private static func postpone(
        _ reader: Claim.Reader, _ desk: any ClaimDesk, _ meters: inout Meters
    ) throws -> Timestamp? {
        guard let scope = meters.scope(ofDomain: reader.address.asciiDomain) else { return nil }
        if try meters.room(scope, desk) > 0 {
            try meters.take(1, scope, desk)
            return nil
        }
        return max(meters.now.timestamp, try meters.opens(scope, desk).timestamp) + 1
    }
}

extension IssueLanes.Lane {
    fileprivate func isDue(_ now: Timestamp) -> Bool { due.map { $0 <= now } ?? false }
}
