import Mail
import Newsletter
import Outbox
import Testing

@testable import Store

@Suite struct FiguresTests {
    private static let now = Timestamp(seconds: 1_577_836_800)

    private func sent(_ took: Duration) -> DeliveryRecord {
        var record = DeliveryRecord(delivery: 1, isLetter: false, state: .sent, countsAsAttempt: true)
        record.took = took
        return record
    }

    @Test func `outcomes and durations add up over transactions`() throws {
        let database = try Fixture().database
        try database.tally([sent(.milliseconds(5)), sent(.seconds(2))], now: Self.now)
        try database.tally(
            [
                sent(.seconds(3_600)),
                DeliveryRecord(delivery: 2, isLetter: true, state: .queued, countsAsAttempt: false),
            ],
            now: Self.now)
        let figures = try database.figures(now: Self.now)
        func count(_ name: String, _ label: String) -> Int? {
            figures.tallies.first { $0.name == name && $0.label == label }?.count
        }
        #expect(count("issue", "sent") == 3)
        #expect(count("letter", "returned") == 1)
        #expect(count("latency", "10") == 1)
        #expect(count("latency", "3000") == 1)
        #expect(count("latency", "more") == 1)
        #expect(count("latency", "sum") == 3_602_005)
        #expect(figures.sentLately == 3)
    }

    @Test func `what was sent counts for a minute, and its slot is used again`() throws {
        let database = try Fixture().database
        try database.tally([sent(.zero)], now: Self.now)
        #expect(try database.figures(now: Self.now + 59).sentLately == 1)
        #expect(try database.figures(now: Self.now + 60).sentLately == 0)
        try database.tally([sent(.zero)], now: Self.now + 120)
        #expect(try database.figures(now: Self.now + 120).sentLately == 1)
    }
}
