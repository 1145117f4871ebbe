import Mail

/// When a deferred delivery is tried again: exponential with jitter, until its age is over (RFC 5321 §4.5.4.1).
public struct RetrySchedule: Sendable, Equatable {
    /// Seconds until the second attempt.
    public var first: Int64
    /// The longest wait between two attempts, in seconds.
    public var longest: Int64
    /// Seconds after the first attempt at which a further 4yz is the last.
    public var giveUpAfter: Int64

    public init(first: Int64, longest: Int64, giveUpAfter: Int64) {
        self.first = first
        self.longest = longest
        self.giveUpAfter = giveUpAfter
    }

    /// Minutes first, then hours; two days in all, since a newsletter is news.
    public static let `default` = RetrySchedule(first: 300, longest: 4 * 3600, giveUpAfter: 48 * 3600)

    /// When to try again after the attempt that was just deferred; nil when the schedule has run out.
    /// - Parameters:
    ///   - attempts: attempts made so far, at least 1.
    ///   - jitter: 0 ..< 1, spread over ±20 % so that a whole audience doesn't come back in one second.
    public func next(after attempts: Int, firstAttempt: Timestamp, now: Timestamp, jitter: Double) -> Timestamp? {
        // Three attempts at the least: an age made by a wrong clock or a long pause is no proof.
        guard attempts < 3 || now.seconds - firstAttempt.seconds < giveUpAfter else { return nil }
        var wait = first
        for _ in 1..<max(attempts, 1) where wait < longest { wait *= 2 }
        return now + max(1, Int64(Double(min(wait, longest)) * (0.8 + 0.4 * jitter)))
    }
}
