import Mail
import Testing

@testable import Outbox

/// What a meter lets through, on a clock that the test moves.
struct MeterTests {
    private static let start = Moment(Timestamp(seconds: 1_578_000_000))
    private let calendar = SendingCalendar()

    /// Takes all that may go, every so many milliseconds; gives the milliseconds at which each message went.
    private func run(_ meter: inout Meter, for milliseconds: Int, every step: Int) -> [Int] {
        var sent: [Int] = []
        for time in stride(from: 0, to: milliseconds, by: step) {
            let now = Self.start + Int64(time) * 1_000
            let day = calendar.day(of: now.timestamp)
            let room = meter.room(at: now, in: day)
            meter.take(room, at: now, in: day)
            sent += Array(repeating: time, count: room)
        }
        return sent
    }

    private func most(_ sent: [Int], in window: Int) -> Int {
        sent.indices.reduce(0) { most, first in max(most, sent[first...].prefix { $0 < sent[first] + window }.count) }
    }

    @Test(arguments: [1, 2, 5, 14, 50, 100, 1_000])
    func `no second has more than the limit, and little is lost`(limit: Int) {
        var meter = Meter(limits: Limits(perSecond: limit), state: MeterState())
        let sent = run(&meter, for: 10_000, every: 1)
        #expect(most(sent, in: 1_000) <= limit)
        #expect(sent.count >= limit * 10 * 9 / 10)
    }

    @Test func `a sender that looks seldom makes up for it, but not beyond the limit`() {
        var meter = Meter(limits: Limits(perSecond: 100), state: MeterState())
        let sent = run(&meter, for: 10_000, every: 40)
        #expect(most(sent, in: 1_000) <= 100)
        #expect(sent.count >= 900)
    }

    @Test func `a restart forgets nothing`() {
        var meter = Meter(limits: Limits(perSecond: 10, perHour: 50, perDay: 60), state: MeterState())
        var sent = 0
        for second in 0..<7_300 {
            meter = Meter(limits: meter.limits, state: meter.state)
            let now = Self.start + Int64(second) * 1_000_000
            let day = calendar.day(of: now.timestamp)
            let room = meter.room(at: now, in: day)
            meter.take(room, at: now, in: day)
            sent += room
            if second == 3_600 { #expect(sent == 50, "an hour's worth") }
        }
        #expect(sent == 60, "a day's worth")
        #expect(meter.isUsedUp(at: Self.start + 7_300_000_000, in: calendar.day(of: Self.start.timestamp)))
    }

    @Test func `any hour has no more than the limit`() {
        var meter = Meter(limits: Limits(perHour: 100), state: MeterState())
        let sent = run(&meter, for: 4 * 3_600_000, every: 10_000)
        #expect(most(sent, in: 3_600_000) <= 100)
        #expect(sent.count >= 300)
    }

    @Test func `it says when there is room again`() {
        let day = calendar.day(of: Self.start.timestamp)
        for limits in [Limits(perSecond: 3), Limits(perHour: 5), Limits(perDay: 5), Limits(perSecond: 2, perHour: 4)] {
            var meter = Meter(limits: limits, state: MeterState())
            var now = Self.start
            for _ in 1...5 {
                while meter.room(at: now, in: calendar.day(of: now.timestamp)) > 0 {
                    meter.take(1, at: now, in: calendar.day(of: now.timestamp))
                }
                let opens = meter.opens(at: now, in: calendar.day(of: now.timestamp))
                let before = opens + -1_000
                if before > now { #expect(meter.room(at: before, in: calendar.day(of: before.timestamp)) == 0) }
                #expect(meter.room(at: opens, in: calendar.day(of: opens.timestamp)) > 0, "\(limits)")
                now = opens
            }
        }
        #expect(day.end.seconds - day.start.seconds == 86_400)
    }

    @Test func `what came back is not counted`() {
        let day = calendar.day(of: Self.start.timestamp)
        var meter = Meter(limits: Limits(perHour: 1, perDay: 1), state: MeterState())
        meter.take(1, at: Self.start, in: day)
        #expect(meter.room(at: Self.start, in: day) == 0)
        Meter.giveBack(&meter.state, in: day)
        #expect(meter.room(at: Self.start, in: day) == 1)
    }

    @Test func `a clock that was set back blocks nothing for long`() {
        var meter = Meter(limits: Limits(perSecond: 10, perHour: 100), state: MeterState())
        let later = Self.start + 86_400_000_000
        meter.take(1, at: later, in: calendar.day(of: later.timestamp))
        let opens = meter.opens(at: Self.start, in: calendar.day(of: Self.start.timestamp))
        #expect(opens < Self.start + 200_000)
    }

    @Test func `complaints halve the rate, and it comes back by itself`() throws {
        let now = Self.start.timestamp
        var slowdown = Slowdown.after(nil, measured: 100, now: now)
        #expect(slowdown.rate(at: now) == 50)
        #expect(Slowdown.after(slowdown, measured: 9, now: now + 2) == slowdown, "what was under way then")
        slowdown = Slowdown.after(slowdown, measured: 50, now: now + 6)
        let rate = try #require(slowdown.rate(at: now + 6))
        #expect((25...26).contains(rate))
        let minute = try #require(slowdown.rate(at: now + 66))
        #expect((35...36).contains(minute), "a minute later it is still slow")
        #expect(slowdown.rate(at: now + 606) == nil)
        for step in 1...20 { slowdown = Slowdown.after(slowdown, measured: 1, now: now + Int64(step) * 10) }
        #expect(try #require(slowdown.rate(at: now + 200)) > 1, "never to a stand")
    }
}
