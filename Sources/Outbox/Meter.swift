import Mail

/// Counts what went some way against its limits. Pure: the time comes in, and its state is kept by the store.
///
/// - A second: messages are spread, by the generic cell rate algorithm (ITU-T I.371), with bursts of a twentieth of a
///   second's worth; the rate makes up for the burst, so that no second has more than the limit.
/// - An hour: counted by the minute, and any 61 minutes have no more than the limit.
/// - A day: counted from midnight to midnight.
struct Meter {
    let limits: Limits
    var state: MeterState

    /// Messages that may go now.
    func room(at now: Moment, in day: CalendarDay) -> Int {
        min(paced(now), hourly(now.timestamp) ?? .max, daily(day) ?? .max)
    }

    /// Whether the limit of an hour or a day is used up: that lasts.
    func isUsedUp(at now: Moment, in day: CalendarDay) -> Bool {
        min(hourly(now.timestamp) ?? .max, daily(day) ?? .max) == 0
    }

    /// When `room` is not 0, if nothing goes until then.
    func opens(at now: Moment, in day: CalendarDay) -> Moment {
        var opening = now + 1_000
        if let spacing = spacing(now.timestamp) {
            opening = max(opening, tat(now, spacing) + -Int64(Double(spacing.burst - 1) * spacing.interval))
        }
        if daily(day) == 0 { opening = max(opening, Moment(day.end)) }
        if hourly(now.timestamp) == 0 { opening = max(opening, Moment(hourOpens(now.timestamp))) }
        return opening
    }

    mutating func take(_ count: Int, at now: Moment, in day: CalendarDay) {
        if let spacing = spacing(now.timestamp) {
            state.freeAt = tat(now, spacing) + Int64((Double(count) * spacing.interval).rounded(.up))
        }
        if limits.perHour != nil {
            let minute = Self.minute(now.timestamp)
            state.minutes.removeAll { !Self.isOfTheHour($0.minute, minute) }
            if state.minutes.last?.minute != minute { state.minutes.append(.init(minute: minute, used: 0)) }
            state.minutes[state.minutes.count - 1].used += count
        }
        if state.day != day.start { (state.day, state.dayUsed) = (day.start, 0) }
        state.dayUsed += count
    }

    /// A message did not go after all: no byte of it reached a mailbox.
    static func giveBack(_ state: inout MeterState, in day: CalendarDay) {
        if state.day == day.start { state.dayUsed = max(0, state.dayUsed - 1) }
        if let last = state.minutes.lastIndex(where: { $0.used > 0 }) { state.minutes[last].used -= 1 }
    }

    // MARK: - A second

    private struct Spacing {
        /// Microseconds between two messages.
        let interval: Double
        let burst: Int
    }

    private func spacing(_ now: Timestamp) -> Spacing? {
        if let slowed = state.slowdown?.rate(at: now), slowed < Double(limits.perSecond ?? .max) {
            return Spacing(interval: 1_000_000 / slowed, burst: 1)
        }
        guard let limit = limits.perSecond else { return nil }
        let burst = max(1, limit / 20)
        return Spacing(interval: 1_000_000 / Double(limit - burst + 1), burst: burst)
    }

    /// The theoretical arrival time of the next message. One that lies too far ahead is of a clock that was set back.
    private func tat(_ now: Moment, _ spacing: Spacing) -> Moment {
        // Each of a burst may have been rounded up.
        let furthest = Int64(Double(spacing.burst) * spacing.interval) + Int64(spacing.burst) + 1
        return min(max(state.freeAt, now), now + furthest)
    }

    private func paced(_ now: Moment) -> Int {
        guard let spacing = spacing(now.timestamp) else { return .max }
        let ahead = Double(tat(now, spacing).microseconds - now.microseconds)
        return max(
            0, Int(((Double(spacing.burst - 1) * spacing.interval - ahead) / spacing.interval).rounded(.down)) + 1)
    }

    // MARK: - An hour and a day

    private static func minute(_ now: Timestamp) -> Int64 { now.seconds / 60 }

    private static func isOfTheHour(_ minute: Int64, _ now: Int64) -> Bool { abs(now - minute) <= 60 }

    private func hourly(_ now: Timestamp) -> Int? {
        guard let limit = limits.perHour else { return nil }
        let minute = Self.minute(now)
        return max(0, limit - state.minutes.reduce(0) { Self.isOfTheHour($1.minute, minute) ? $0 + $1.used : $0 })
    }

    private func hourOpens(_ now: Timestamp) -> Timestamp {
        let minute = Self.minute(now)
        let oldest = state.minutes.first { Self.isOfTheHour($0.minute, minute) && $0.used > 0 }
        return Timestamp(seconds: ((oldest?.minute ?? minute) + 61) * 60)
    }

    private func daily(_ day: CalendarDay) -> Int? {
        guard let limit = limits.perDay else { return nil }
        return max(0, limit - (state.day == day.start ? state.dayUsed : 0))
    }
}
