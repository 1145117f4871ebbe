import Mail
import Newsletter

extension Database {
    /// Mail that was sent longer ago, in seconds, says nothing of an address any more: no mail system tries for as long.
    private static let oldestStrike: Int64 = 30 * 86_400

    /// Counts a bounce against a person's address, and suspends it where the rules say so.
    /// - Parameters:
    ///   - sentAt: of the mail that came back; nil where that is not known.
    ///   - isProbe: it asked whether the person is still there, and that was the answer.
    func strike(_ strike: BounceStrike, subscriber: Int64, sentAt: Timestamp?, isProbe: Bool, now: Timestamp) throws
        -> BounceEffect
    {
        guard strike.weight != .nothing, try suspension(of: subscriber) == nil else { return .nothing }
        try run(.startBounceRecord, subscriber)
        guard var record = try first(.bounceRecord, subscriber, read: BounceRecord.init),
            sentAt.map({ $0 >= record.since && $0 > now + -Database.oldestStrike }) ?? true
        else { return .nothing }
        if let last = record.lastDoubt, try hasArrived(subscriber, after: last, before: now, strike.rules) {
            record.score = BounceScore()
            record.probedAt = nil
        }
        let effect = record.add(strike, isProbe: isProbe, now: now)
        try run(
            .writeBounceRecord, subscriber, record.score.highest, record.score.firstAt, record.score.lastAt,
            record.probedAt, effect == .probing, strike.reason.rawValue)
        if effect == .suspended { try run(.suspend, subscriber, now) }
        return effect
    }

    /// Whether mail was sent to the person after the last bounce, long enough ago, and did not come back.
    private func hasArrived(_ subscriber: Int64, after: Timestamp, before now: Timestamp, _ rules: BounceRules) throws
        -> Bool
    {
        try first(.hasArrived, subscriber, after, now + -rules.arrivedAfter) { $0.bool(0) } ?? false
    }

    /// The score as it counts now; nil for who had no bounce, or none that still counts.
    public func bounceScore(of subscriber: Int64, _ rules: BounceRules, now: Timestamp) throws -> Double? {
        guard let record = try first(.bounceRecord, subscriber, read: BounceRecord.init),
            let last = record.lastDoubt, try !hasArrived(subscriber, after: last, before: now, rules)
        else { return nil }
        return record.score.value(at: now, rules)
    }
}

/// A person's row of the table.
struct BounceRecord {
    let since: Timestamp
    var score: BounceScore
    var probedAt: Timestamp?

    init(row: Row) {
        since = row.time(0)
        score = BounceScore(points: row.double(1), firstAt: row.optionalTime(2), lastAt: row.optionalTime(3))
        probedAt = row.optionalTime(4)
    }

    /// What was sent since then and arrived clears the score: mail after the last bounce, or the question itself.
    var lastDoubt: Timestamp? {
        guard let last = score.lastAt, let probedAt else { return score.lastAt }
        return min(last, probedAt + -1)
    }

    mutating func add(_ strike: BounceStrike, isProbe: Bool, now: Timestamp) -> BounceEffect {
        guard case .points(let points) = strike.weight, !isProbe else { return .suspended }
        guard score.add(points, now: now, strike.rules) else { return .nothing }
        guard score.isOverLimit(strike.rules) else { return .counted }
        guard strike.rules.probes else { return .suspended }
        guard let probedAt else {
            self.probedAt = now
            return .probing
        }
        // While the answer may still come, it is waited for.
        return now.seconds - probedAt.seconds < strike.rules.arrivedAfter ? .counted : .suspended
    }
}
