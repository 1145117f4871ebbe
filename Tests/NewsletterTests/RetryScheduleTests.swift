import Mail
import Newsletter
import Testing

@Suite struct RetryScheduleTests {
    private static let schedule = RetrySchedule(first: 300, longest: 3600, giveUpAfter: 86_400)
    private let start = Timestamp(seconds: 1_578_042_000)

    private func wait(
        _ attempts: Int, age: Int64 = 0, jitter: Double = 0.5, _ schedule: RetrySchedule = schedule
    ) -> Int64? {
        let now = start + age
        return schedule.next(after: attempts, firstAttempt: start, now: now, jitter: jitter)
            .map { $0.seconds - now.seconds }
    }

    @Test(arguments: [(1, 300), (2, 600), (3, 1200), (4, 2400), (5, 3600), (6, 3600), (1000, 3600)])
    func waitsDoubleUpToTheLongest(_ attempts: Int, _ seconds: Int64) {
        #expect(wait(attempts) == seconds)
    }

    @Test(arguments: [(0.0, 240), (0.25, 270), (0.5, 300), (0.999_999, 359)])
    func jitterSpreadsByAFifthEitherWay(_ jitter: Double, _ seconds: Int64) {
        #expect(wait(1, jitter: jitter) == seconds)
    }

    @Test func itGivesUpWhenItsTimeIsOver() {
        #expect(wait(30, age: 86_399) == 3600)
        #expect(wait(30, age: 86_400) == nil)
        #expect(wait(3, age: 86_400) == nil)
        #expect(wait(2, age: 8_640_000) == 600, "two attempts prove nothing: the clock may have been wrong")
    }

    @Test func oddSchedulesStillWait() {
        #expect(wait(0) == 300, "as after the first attempt")
        #expect(wait(1, jitter: 0, RetrySchedule(first: 1, longest: 1, giveUpAfter: 60)) == 1, "a second at least")
        #expect(wait(3, RetrySchedule(first: 600, longest: 60, giveUpAfter: 9000)) == 60, "the longest is the longest")
        #expect(wait(1, age: -1000) == 300, "a clock that was set back")
    }

    @Test func theDefaultTriesForTwoDays() {
        #expect((wait(1, .default), wait(50, .default)) == (300, 14_400))
        #expect(wait(50, age: 48 * 3600 - 1, .default) != nil)
        #expect(wait(50, age: 48 * 3600, .default) == nil)
    }
}
