import Mail

/// When an address is suspended for the mail that came back from it.
public struct BounceRules: Sendable, Hashable {
    /// The score at which an address that may live is suspended.
    public var limit = 5
    /// Seconds that must lie between the first bounce of a score and the last: a mailbox may be full for a holiday.
    public var span: Int64 = 10 * 86_400
    /// Seconds in which half of a score is forgotten.
    public var halfLife: Int64 = 180 * 86_400
    /// Seconds after which mail that did not come back has arrived, so that the score is cleared. Mail systems try for five
    /// days (RFC 5321 §4.5.4.1) before they send it back.
    public var arrivedAfter: Int64 = 6 * 86_400
    /// Whether a mail asks "are you still there" before the suspension, which only its bounce brings.
    public var probes = false

    public init() {}
}

/// How much one bounce says about its address.
public enum BounceWeight: Sendable, Hashable {
    /// It speaks of us, or of nothing final.
    case nothing
    /// The address may live.
    case points(Double)
    /// Nobody will read there again.
    case dead

    /// - Parameter isHard: refused for good, not given up on after a while.
    public init(_ reason: BounceReason, isHard: Bool) {
        if reason.isAboutUs {
            self = .nothing
        } else if isHard, reason.isAboutAddress {
            self = .dead
        } else {
            // A final refusal without a reason that is understood is likely a dead address: certain it is not.
            self = .points(isHard ? 2 : 1)
        }
    }
}

/// What became of an address, or a subscription, by one thing that came back.
public enum BounceEffect: String, Sendable, CaseIterable {
    case nothing
    /// The score grew.
    case counted
    /// The score is over its limit: the reader is asked first.
    case probing
    case suspended
    case cleared
    case unsubscribed
}

/// How often mail to an address came back lately.
public struct BounceScore: Sendable, Hashable {
    private var points: Double
    /// When it began to be more than nothing, and when it was last raised.
    public private(set) var firstAt, lastAt: Timestamp?

    public init(points: Double = 0, firstAt: Timestamp? = nil, lastAt: Timestamp? = nil) {
        self.points = points
        self.firstAt = firstAt
        self.lastAt = lastAt
    }

    /// As it was when it was last raised.
    public var highest: Double { points }

    /// As it is now: time makes it smaller.
    public func value(at now: Timestamp, _ rules: BounceRules) -> Double {
        guard let lastAt, now > lastAt else { return points }
        // 2^(-age / halfLife), without a mathematics library: halves for whole half-lives, a straight line between.
        let age = Double(now.seconds - lastAt.seconds) / Double(rules.halfLife)
        let halvings = age.rounded(.down)
        guard halvings < 60 else { return 0 }
        return points / Double(UInt64(1) << UInt64(halvings)) * (1 - (age - halvings) / 2)
    }

    /// - Returns: false when it was raised today already (in UTC): one bad day counts once, however many issues it had.
    public mutating func add(_ more: Double, now: Timestamp, _ rules: BounceRules) -> Bool {
        if let lastAt, lastAt.seconds / 86_400 == now.seconds / 86_400 { return false }
        let rest = value(at: now, rules)
        // What is nearly forgotten begins anew.
        if rest < 0.5 { firstAt = nil }
        points = (rest < 0.5 ? 0 : rest) + more
        firstAt = firstAt ?? now
        lastAt = now
        return true
    }

    public func isOverLimit(_ rules: BounceRules) -> Bool {
        guard let firstAt, let lastAt else { return false }
        return points >= Double(rules.limit) && lastAt.seconds - firstAt.seconds >= rules.span
    }
}
