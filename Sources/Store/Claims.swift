import Mail
import Newsletter
import Outbox

extension Database: ClaimDesk {
    public func runningIssues() throws -> [RunningIssue] {
        try all(.runningIssues) { RunningIssue(id: $0.int(0), relays: $0.optionalText(1)) }
    }

    public func lanes(of issue: Int64) throws -> [WaitingLane] {
        try all(.lanes, issue) { ($0.int(0), WaitingLane(domain: $0.text(1), due: $0.optionalTime(2))) }
            .sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// Copies that are put off at once at most: the rest waits for the next turn, lest one takes long.
    private static let mostPostponed = 1_000

    public func claimCopies(
        of issue: Int64, lane: Int, limit: Int, now: Timestamp, postpone: (Claim.Reader) throws -> Timestamp?
    ) throws -> [Claim] {
        var claims: [Claim] = []
        var postponed = 0
        while claims.count < limit, postponed < Database.mostPostponed {
            let wanted = limit - claims.count
            let due = try all(.dueCopies, issue, now, wanted, lane) { row in
                (try Database.copy(row, issue: issue, lane: lane), row.bool(10))
            }
            for (claim, isEligible) in due {
                if !isEligible {
                    try run(.skipDelivery, claim.delivery, now)
                } else if case .copy(_, let reader) = claim.content, let later = try postpone(reader) {
                    try run(.postponeDelivery, claim.delivery, later)
                    postponed += 1
                } else {
                    try run(.claimDelivery, claim.delivery, now)
                    claims.append(claim)
                }
            }
            if due.count < wanted { break }
        }
        return claims
    }

    private static func copy(_ row: Row, issue: Int64, lane: Int) throws -> Claim {
        let reader = Claim.Reader(
            subscription: row.int(4), generation: Int32(truncatingIfNeeded: row.int(5)), address: try row.address(6),
            name: row.optionalText(7), language: row.optionalText(8), attributes: row.text(9))
        return Claim(
            delivery: row.int(0), attempts: Int(row.int(1)), firstAttempt: row.optionalTime(2),
            history: row.verdicts(3), lane: lane, content: .copy(issue: issue, to: reader))
    }

    public func claimLetters(limit: Int, now: Timestamp) throws -> [Claim] {
        let claims = try all(.dueLetters, now, limit) { row in
            Claim(
                delivery: row.int(0), attempts: Int(row.int(1)), firstAttempt: row.optionalTime(2),
                history: row.verdicts(3), content: .letter(recipient: try row.address(4), bytes: row.blob(5)))
        }
        for claim in claims { try run(.claimDelivery, claim.delivery, now) }
        return claims
    }
}
