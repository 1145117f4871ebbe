import Foundation
import Mail
import Testing

@testable import Outbox

/// Days, windows and warm-up in zones whose clocks change.
struct SendingCalendarTests {
    private func calendar(_ name: String) throws -> SendingCalendar {
        let zone = try #require(TimeZone(identifier: name))
        return SendingCalendar { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0.seconds)))) }
    }

    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    @Test(arguments: [
        ("UTC", "2020-01-03T12:00:00Z", "2020-01-03T00:00:00Z", 24),
        ("America/Bogota", "2020-01-03T03:00:00Z", "2020-01-02T05:00:00Z", 24),
        ("America/New_York", "2020-03-08T12:00:00Z", "2020-03-08T05:00:00Z", 23),
        ("America/New_York", "2020-11-01T12:00:00Z", "2020-11-01T04:00:00Z", 25),
        // Midnight does not exist on this day: it begins at one.
        ("America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z", 23),
        ("Pacific/Kiritimati", "2020-01-03T12:00:00Z", "2020-01-03T10:00:00Z", 24),
        // A day that was left out when the zone went over the date line.
        ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T10:00:00Z", 24),
    ])
    func `a day is as long as it is there`(_ zone: String, _ now: String, _ start: String, _ hours: Int64) throws {
        let day = try calendar(zone).day(of: time(now))
        #expect(day.start.rfc3339 == start)
        #expect(day.end.seconds - day.start.seconds == hours * 3_600)
        #expect(day.contains(try time(now)))
    }

    @Test(arguments: [
        // A Friday: inside, before, after; then the weekend.
        ("2020-01-03T15:00:00Z", "2020-01-03T13:00:00Z", "2020-01-03T23:00:00Z"),
        ("2020-01-03T06:00:00Z", "2020-01-03T13:00:00Z", "2020-01-03T23:00:00Z"),
        ("2020-01-03T23:00:00Z", "2020-01-06T13:00:00Z", "2020-01-06T23:00:00Z"),
        ("2020-01-05T15:00:00Z", "2020-01-06T13:00:00Z", "2020-01-06T23:00:00Z"),
    ])
    func `a window of working days`(_ now: String, _ from: String, _ to: String) throws {
        let window = SendingWindow(
            hours: [.init(from: 8 * 3_600, to: 18 * 3_600)], weekdays: [0, 1, 2, 3, 4], words: "")
        let opening = try window.opening(at: time(now), in: calendar("America/Bogota"))
        #expect([opening.lowerBound.rfc3339, opening.upperBound.rfc3339] == [from, to])
    }

    @Test(arguments: [
        // The clocks go forward in the night of the 8th, and back in that of the 1st of November.
        ("2020-03-07T12:00:00Z", "2020-03-08T03:00:00Z", "2020-03-08T10:00:00Z"),
        ("2020-03-09T00:00:00Z", "2020-03-09T02:00:00Z", "2020-03-09T10:00:00Z"),
        ("2020-10-31T12:00:00Z", "2020-11-01T02:00:00Z", "2020-11-01T11:00:00Z"),
    ])
    func `a window over the night, when the clocks change`(_ now: String, _ from: String, _ to: String) throws {
        let window = SendingWindow(hours: [.init(from: 22 * 3_600, to: 6 * 3_600)], weekdays: [], words: "")
        let opening = try window.opening(at: time(now), in: calendar("America/New_York"))
        #expect([opening.lowerBound.rfc3339, opening.upperBound.rfc3339] == [from, to])
    }

    @Test func `several hours, and an hour that the clocks leave out`() throws {
        let calendar = try calendar("America/New_York")
        let window = SendingWindow(
            hours: [.init(from: 2 * 3_600, to: 3 * 3_600), .init(from: 12 * 3_600, to: 86_400)], weekdays: [], words: ""
        )
        let opening = try window.opening(at: time("2020-03-08T06:30:00Z"), in: calendar)
        #expect(opening.lowerBound.rfc3339 == "2020-03-08T16:00:00Z", "two o'clock is three o'clock on this day")
        #expect(opening.upperBound.rfc3339 == "2020-03-09T04:00:00Z")
    }

    @Test func `a warm-up grows by the day until it is over`() throws {
        let calendar = try calendar("America/Bogota")
        let first = calendar.day(of: try time("2020-01-06T12:00:00Z")).number
        let warmUp = WarmUp(firstDay: first, first: 200, factor: 1.5, until: 1_000)
        let caps = (0..<6).map { warmUp.cap(on: calendar.day(numbered: first + $0)) }
        #expect(caps == [200, 300, 450, 675, nil, nil])
        #expect(warmUp.cap(on: calendar.day(numbered: first - 3)) == 200, "before the plan begins")
        #expect(warmUp.cap(on: calendar.day(of: try time("2020-01-07T04:59:59Z"))) == 200, "not at midnight in UTC")
        #expect(WarmUp(firstDay: first, first: 1, factor: 1.1, until: 5).steps == [1, 2, 3, 4])
    }
}
