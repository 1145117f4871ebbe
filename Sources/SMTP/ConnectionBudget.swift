/// How many connections may be open now: one until the relay has shown that it is there, all it may have then, and no
/// more than it lets stand when it refuses some.
struct ConnectionBudget {
    private let most: Int
    private var limit = 1
    /// When one more may be tried, on the monotonic clock.
    private var probe = Int.max
    private static let pause = 10_000

    init(most: Int) {
        self.most = max(1, most)
    }

    mutating func connected() {
        limit = most
        probe = .max
    }

    /// A connection could not be made or broke; `standing` others are well.
    mutating func failed(standing: Int, now: Int) {
        limit = min(most, max(1, standing))
        // Without any that stands, the next message is the probe, and its sender decides when.
        probe = standing > 0 ? now + Self.pause : .max
    }

    func limit(now: Int) -> Int { now >= probe ? min(limit + 1, most) : limit }

    /// When `limit` grows by itself.
    func nextChange(now: Int) -> Int { now >= probe ? .max : probe }
}
