import Mail

/// A day from its first second to the first of the next: 23 or 25 hours when the clocks change.
public struct CalendarDay: Sendable, Equatable {
    public let start: Timestamp
    public let end: Timestamp
    /// Days since 1970-01-01.
    public let number: Int64

    /// 0 is Monday.
    var weekday: Int { Int(((number + 3) % 7 + 7) % 7) }

    func contains(_ now: Timestamp) -> Bool { start <= now && now < end }
}

/// Days and hours of a time zone.
public struct SendingCalendar: Sendable {
    /// Seconds to add to UTC at a moment.
    private let offset: @Sendable (Timestamp) -> Int64

    public init(offset: @escaping @Sendable (Timestamp) -> Int64 = { _ in 0 }) {
        self.offset = offset
    }

    public func day(of now: Timestamp) -> CalendarDay {
        day(numbered: number(now))
    }

    public func day(numbered number: Int64) -> CalendarDay {
        CalendarDay(
            start: first(number * 86_400) { self.number($0) >= number },
            end: first((number + 1) * 86_400) { self.number($0) > number }, number: number)
    }

    /// The first moment of a day at which the clock on the wall shows so many seconds after midnight or more: an hour that
    /// the change of the clocks leaves out is its end.
    func moment(_ seconds: Int64, of day: CalendarDay) -> Timestamp {
        let wall = day.number * 86_400 + seconds
        return first(wall) { $0.seconds + offset($0) >= wall }
    }

    private func number(_ now: Timestamp) -> Int64 {
        let local = now.seconds + offset(now)
        return local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    }

    /// The first moment for which `isReached` holds, no zone being further than 26 hours from UTC.
    private func first(_ about: Int64, _ isReached: (Timestamp) -> Bool) -> Timestamp {
        var (before, after) = (about - 26 * 3_600, about + 26 * 3_600)
        while after - before > 1 {
            let middle = (before + after) / 2
            if isReached(Timestamp(seconds: middle)) { after = middle } else { before = middle }
        }
        return Timestamp(seconds: after)
    }
}

/// The hours of the week in which issues go out.
public struct SendingWindow: Sendable, Equatable {
    /// Seconds after midnight; one that ends before it begins goes on until the next day.
    public struct Hours: Sendable, Equatable {
        public let from: Int64
        public let to: Int64

        public init(from: Int64, to: Int64) {
            self.from = from
            self.to = to
        }
    }

    /// Empty: the whole day.
    public let hours: [Hours]
    /// On which it begins, 0 being Monday.
    public let weekdays: Set<Int>
    /// As the admin wrote it.
    public let words: String

    public init(hours: [Hours], weekdays: Set<Int>, words: String) {
        self.hours = hours
        self.weekdays = weekdays
        self.words = words
    }

    /// When it is open: the time that holds `now`, or the next one.
    public func opening(at now: Timestamp, in calendar: SendingCalendar) -> Range<Timestamp> {
        let today = calendar.day(of: now).number
        let hours = hours.isEmpty ? [Hours(from: 0, to: 86_400)] : hours
        let openings = (today - 1...today + 8).lazy.map { calendar.day(numbered: $0) }
            .filter { weekdays.isEmpty || weekdays.contains($0.weekday) }
            .flatMap { day in
                hours.map { hours in
                    let last = hours.to <= hours.from ? calendar.day(numbered: day.number + 1) : day
                    return (calendar.moment(hours.from, of: day), calendar.moment(hours.to, of: last))
                }
            }
            .filter { $0.0 < $0.1 && now < $0.1 }
        let next = openings.min { $0.0 < $1.0 } ?? (now, now + 86_400)
        return next.0..<next.1
    }
}

/// A daily cap that grows, for a domain or an address that receivers don't know yet.
public struct WarmUp: Sendable, Equatable {
    /// The first day, in days since 1970-01-01.
    public let firstDay: Int64
    /// The caps of the first days; after them no cap holds.
    public let steps: [Int]

    public init(firstDay: Int64, steps: [Int]) {
        self.firstDay = firstDay
        self.steps = steps
    }

    /// From `first` messages a day on, each day `factor` times as many, as long as that is below `until`.
    public init(firstDay: Int64, first: Int, factor: Double, until: Int) {
        var steps: [Int] = []
        var cap = Double(first)
        while Int(cap) < until, steps.count < 1_000 {
            steps.append(Int(cap))
            cap = max(cap + 1, cap * factor)
        }
        self.init(firstDay: firstDay, steps: steps)
    }

    /// The cap of a day; nil once the plan is over. Before the first day that of the first holds.
    public func cap(on day: CalendarDay) -> Int? {
        let index = max(0, day.number - firstDay)
        return index < steps.count ? steps[Int(index)] : nil
    }
}
