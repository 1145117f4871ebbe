import Mail
import Membership
import Newsletter
import Outbox
import Store
import Testing

/// Who gets an issue: decided when it starts, and once more when each copy is claimed.
@Suite struct AudienceTests {
    /// What keeps a confirmed reader from getting mail, as it stands in the tables.
    enum Hindrance: String, CaseIterable {
        case unsubscribed = "UPDATE subscription SET state = 'unsubscribed' WHERE subscriber = "
        case pending = "UPDATE subscription SET state = 'pending' WHERE subscriber = "
        case suspended = "UPDATE subscriber SET suspended_at = 1 WHERE id = "
        case suppressed = "UPDATE subscriber SET suppressed = 1 WHERE id = "
        case paused = "UPDATE subscription SET paused_until = 1578042001 WHERE subscriber = "

        func befalls(_ reader: RegisteredSubscription, in fixture: Fixture) throws {
            try fixture.raw().execute("\(rawValue)\(reader.subscriber)")
        }
    }

    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test(arguments: Hindrance.allCases) func whoMayNotGetMailIsNotInTheAudience(_ hindrance: Hindrance) throws {
        let readers = try fixture.readers(3)
        try hindrance.befalls(readers[1], in: fixture)
        #expect(try fixture.database.audience(of: fixture.list, now: Fixture.start) == 2)
        let issue = try fixture.queue("2020-01")
        #expect(issue.audience == 2)
        #expect(try fixture.claim().map(\.name) == ["reader0", "reader2"])
    }

    @Test(arguments: Hindrance.allCases) func whoHasGoneSinceIsSkippedAtTheClaim(_ hindrance: Hindrance) throws {
        let readers = try fixture.readers(3)
        let issue = try fixture.queue("2020-01")
        try hindrance.befalls(readers[1], in: fixture)
        #expect(try fixture.claim(2).map(\.name) == ["reader0", "reader2"], "the next reader takes the free place")
        let counts = try fixture.database.counts(of: issue)
        #expect(counts == DeliveryCounts([.sending: 2, .skipped: 1]))
        #expect(try fixture.current(issue).audience == 3, "the audience stays as it was frozen")
    }

    @Test func aPauseThatIsOverHindersNobody() throws {
        let reader = try fixture.reader("ana")
        try Hindrance.paused.befalls(reader, in: fixture)
        let later = Fixture.start + 1
        #expect(try fixture.queue("2020-01", now: later).audience == 1)
        #expect(try fixture.claim(now: later).map(\.name) == ["ana"])
    }

    @Test func whoComesLaterWaitsForTheNextIssue() throws {
        try fixture.reader("ana")
        let issue = try fixture.queue("2020-01")
        try fixture.reader("bea")
        #expect(try fixture.claim().map(\.name) == ["ana"])
        #expect(try fixture.current(issue).audience == 1)
    }

    @Test func readersOfAnotherListGetNothing() throws {
        let other = try Fixture.addList("other", to: fixture.database)
        let address = try EmailAddress("ana@example.org")
        let id = try fixture.database.addSubscriber(Profile(address: address), now: Fixture.start)
        _ = try fixture.database.addSubscription(list: other.id, subscriber: id, state: .confirmed, now: Fixture.start)
        #expect(try fixture.queue("2020-01").audience == 0)
    }

    @Test func anIssueForNobodyIsSentAtOnce() throws {
        let issue = try fixture.queue("2020-01")
        try fixture.advance(now: Fixture.start)
        #expect(try fixture.current(issue).state == .sent)
    }

    @Test func aClaimSaysWhomItIsFor() throws {
        let reader = try fixture.reader("Ana.María@Ejemplo.example")
        let issue = try fixture.queue("2020-01")
        let claim = try #require(try fixture.claim().first)
        guard case .copy(let claimed, let to) = claim.content else {
            Issue.record("\(claim)")
            return
        }
        #expect(claimed == issue.id)
        #expect((to.subscription, to.generation) == (reader.id, reader.generation))
        #expect(to.address.text == "Ana.María@Ejemplo.example", "as it was typed")
        #expect((claim.attempts, claim.firstAttempt) == (0, nil))
    }

    @Test func largeDomainsHaveLanesOfTheirOwnAndTheOthersShareOne() throws {
        try fixture.database.transaction {
            for number in 0..<600 { try fixture.reader("reader\(number)@large.example") }
            for number in 0..<2 { try fixture.reader("reader\(number)@small.example") }
            for number in 0..<300 { try fixture.reader("reader\(number)@one\(number).example") }
        }
        let issue = try fixture.queue("2020-01")
        let lanes = try fixture.database.lanes(of: issue.id)
        #expect(
            lanes == ["", "large.example", "small.example"].map { WaitingLane(domain: $0, due: Fixture.start) },
            "2 of 902 readers are enough, 1 is not")
        for (lane, count) in [300, 600, 2].enumerated() {
            let claims = try fixture.database.turn(records: [], pauses: [], now: Fixture.start) { desk in
                try desk.claimCopies(of: issue.id, lane: lane, limit: 1_000, now: Fixture.start, postpone: { _ in nil })
            }
            #expect(claims.count == count)
        }
        #expect(try fixture.database.lanes(of: issue.id).allSatisfy { $0.due == nil })
    }
}
