import Testing

@testable import SMTP

@Suite struct ConnectionBudgetTests {
    @Test func startsWithOneAndOpensUp() {
        var budget = ConnectionBudget(most: 16)
        #expect(budget.limit(now: 0) == 1)
        budget.connected()
        #expect(budget.limit(now: 0) == 16)
    }

    @Test func aDeadRelayGetsOneUntilItIsBack() {
        var budget = ConnectionBudget(most: 16)
        budget.connected()
        budget.failed(standing: 0, now: 1_000)
        #expect(budget.limit(now: 1_000_000) == 1)
        #expect(budget.nextChange(now: 1_000) == .max)
        budget.connected()
        #expect(budget.limit(now: 0) == 16)
    }

    @Test func aFullRelayIsAskedForOneMoreNowAndThen() {
        var budget = ConnectionBudget(most: 16)
        budget.connected()
        budget.failed(standing: 10, now: 1_000)
        #expect(budget.limit(now: 1_000) == 10)
        #expect(budget.nextChange(now: 1_000) == 11_000)
        #expect(budget.limit(now: 11_000) == 11)
        #expect(budget.nextChange(now: 11_000) == .max)
        budget.failed(standing: 10, now: 12_000)
        #expect(budget.limit(now: 12_000) == 10)
    }

    @Test func neverExceedsTheSetting() {
        var budget = ConnectionBudget(most: 2)
        budget.failed(standing: 2, now: 0)
        #expect(budget.limit(now: 20_000) == 2)
        #expect(ConnectionBudget(most: 0).limit(now: 0) == 1)
    }
}
