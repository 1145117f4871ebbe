import Mail

/// What a meter remembers; committed together with the claims that it counts, so that no crash forgets any.
public struct MeterState: Sendable, Equatable {
    /// When the next message may go, by the rate a second.
    public var freeAt = Moment(microseconds: 0)
    /// The first second of the day that `dayUsed` is of.
    public var day = Timestamp(seconds: 0)
    public var dayUsed = 0
    /// How many went in each minute since 1970 of the last hour, oldest first.
    public var minutes: [MinuteCount] = []
    /// Set while it is slowed because the other side asked for less.
    public var slowdown: Slowdown?
    /// Why a relay gets no mail now, in a sentence.
    public var trouble: String?
    public var troubleAt: Timestamp?

    public init() {}

    public struct MinuteCount: Sendable, Equatable {
        public var minute: Int64
        public var used: Int

        public init(minute: Int64, used: Int) {
            self.minute = minute
            self.used = used
        }
    }
}

/// Additive increase, multiplicative decrease (as TCP does, RFC 5681 §3.1): each complaint of the other side halves the
/// rate; from then on it grows by itself, and after ten minutes at most it is what it was.
public struct Slowdown: Sendable, Equatable {
    /// Messages a second before the first complaint.
    public var full: Double
    /// Messages a second right after the last complaint.
    public var reduced: Double
    public var at: Timestamp

    public init(full: Double, reduced: Double, at: Timestamp) {
        self.full = full
        self.reduced = reduced
        self.at = at
    }

    /// Seconds in which the rate would grow from nothing to full.
    private static let recovery = 600.0
    /// Complaints within so many seconds are one: what is under way cannot know of the first.
    private static let deafness: Int64 = 5
    /// Who was slow before is taken for as fast as this, in messages a second.
    private static let least = 4.0
    /// It never gets slower than this part of the full rate.
    private static let slowest = 1.0 / 64

    /// Messages a second now; nil when it has recovered.
    public func rate(at now: Timestamp) -> Double? {
        // A clock that was set back must not make it last longer.
        let grown = reduced + full * Double(max(0, now.seconds - at.seconds)) / Self.recovery
        return grown < full ? grown : nil
    }

    /// After a complaint at `now`, when `measured` messages a second went.
    static func after(_ earlier: Slowdown?, measured: Double, now: Timestamp) -> Slowdown {
        guard let earlier, let rate = earlier.rate(at: now) else {
            let full = max(least, measured)
            return Slowdown(full: full, reduced: full / 2, at: now)
        }
        guard now.seconds - earlier.at.seconds >= deafness else { return earlier }
        return Slowdown(full: earlier.full, reduced: max(rate / 2, earlier.full * slowest), at: now)
    }
}
