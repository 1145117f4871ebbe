import Mail
import Newsletter
import Store
import Testing

@testable import Outbox

struct SenderTests {
    private func refused(_ code: Int, _ status: String? = nil, _ text: String = "no", at stage: SMTPStage = .rcpt)
        -> DeliveryOutcome
    {
        .refused(SMTPReply(code: code, enhanced: status.flatMap { EnhancedStatus($0) }, text: text), at: stage)
    }

    @Test func `every reader gets one copy, and no message goes out before the last outcome is committed`() throws {
        let house = try SenderHouse()
        try house.subscribe(50)
        let issue = try house.queue()
        let database = house.database
        house.relay.sendingInStore = { try database.counts(of: issue)[.sending] }
        let summary = try house.sender().run(.untilIdle)
        #expect(summary.sent == 50)
        #expect(Set(house.relay.taken).count == 50)
        #expect(house.relay.taken.count == 50)
        #expect(house.relay.uncommitted == 0)
        #expect(house.relay.isClosed)
        #expect(try house.counts(issue)[.sent] == 50)
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `letters go before copies`() throws {
        let house = try SenderHouse()
        try house.subscribe(3)
        _ = try house.queue()
        try house.enqueueLetter()
        house.relay.connections = 1
        _ = try house.sender().run(.untilIdle)
        #expect(house.relay.taken.first == "ana@example.org")
        #expect(house.relay.taken.count == 4)
    }

    @Test func `4yz is tried again when it is due, and gives up at its age`() throws {
        let house = try SenderHouse()
        try house.subscribe(1)
        let issue = try house.queue()
        house.relay.answer = { _ in .refused(SMTPReply(code: 452, text: "mailbox full"), at: .rcpt) }
        #expect(try house.sender().run(.untilIdle).deferred == 1)
        #expect(try house.sender().run(.untilIdle).deferred == 0, "not before it is due")
        var attempts = 1
        while try house.counts(issue)[.deferred] == 1 {
            let next = try #require(try house.database.nextDue(.issues))
            house.clock.advance(next.seconds - house.clock.now.seconds)
            _ = try house.sender().run(.untilIdle)
            attempts += 1
        }
        #expect(try house.counts(issue)[.failed] == 1)
        #expect(attempts > 10)
        #expect(house.clock.now.seconds - issue.createdAt.seconds >= 172_800)
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `a dead address fails and nobody else is touched`() throws {
        let house = try SenderHouse()
        try house.subscribe(5)
        let issue = try house.queue()
        let dead = refused(550, "5.1.1", "no such user")
        house.relay.answer = { $0 == "reader3@example.org" ? dead : .sent(SMTPReply(code: 250, text: "ok")) }
        let summary = try house.sender().run(.untilIdle)
        #expect((summary.sent, summary.failed) == (4, 1))
        #expect(try house.counts(issue)[.failed] == 1)
    }

    @Test func `our own fault pauses the issue and blames nobody`() throws {
        let house = try SenderHouse()
        try house.subscribe(20)
        let issue = try house.queue()
        house.relay.answer = { [refused] _ in refused(554, "5.7.1", "Relay access denied", .rcpt) }
        let summary = try house.sender().run(.untilIdle)
        #expect(summary.pauses.count == 1)
        let counts = try house.counts(issue)
        #expect((counts[.queued], counts[.failed], counts.audience) == (20, 0, 20))
        #expect(house.relay.taken.count == house.relay.connections)
        let paused = try house.state(issue)
        #expect(paused.state == .paused)
        #expect(paused.pauseReason?.contains("Relay access denied") == true)

        house.relay.answer = { _ in .sent(SMTPReply(code: 250, text: "ok")) }
        _ = try house.database.setState(.sending, of: paused, reason: nil)
        #expect(try house.sender().run(.untilIdle).sent == 20)
    }

    @Test func `one reader's vague refusal does not pause the issue at each resume`() throws {
        let house = try SenderHouse()
        try house.subscribe(6)
        let issue = try house.queue()
        let vague = refused(550, "5.7.1", "denied")
        house.relay.answer = { $0 == "reader2@example.org" ? vague : .sent(SMTPReply(code: 250, text: "ok")) }
        house.relay.connections = 1
        let clock = house.clock
        house.relay.onTurn = { _ in clock.advance(1) }
        _ = try house.sender().run(.untilIdle)
        let paused = try house.state(issue)
        #expect(paused.state == .paused)
        _ = try house.database.resume(paused, now: clock.now)
        _ = try house.sender().run(.untilIdle)
        let counts = try house.counts(issue)
        #expect((counts[.sent], counts[.failed]) == (5, 1))
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `twenty equal refusals in a row pause the issue`() throws {
        let house = try SenderHouse()
        try house.subscribe(60)
        let issue = try house.queue()
        house.relay.answer = { [refused] _ in refused(550, "5.1.1", "no such user", .rcpt) }
        _ = try house.sender().run(.untilIdle)
        let counts = try house.counts(issue)
        #expect(try house.state(issue).state == .paused)
        #expect(counts[.failed] < 25)
        #expect(counts[.queued] > 30)
    }

    @Test func `a success in between begins the count of refusals anew`() throws {
        let house = try SenderHouse()
        try house.subscribe(60)
        let issue = try house.queue()
        var number = 0
        house.relay.answer = { [refused] _ in
            number += 1
            return number % 10 == 0
                ? .sent(SMTPReply(code: 250, text: "ok")) : refused(550, "5.1.1", "no such user", .rcpt)
        }
        _ = try house.sender().run(.untilIdle)
        #expect(try house.state(issue).state == .sent)
        #expect(try house.counts(issue)[.failed] == 54)
    }

    @Test func `a dead relay costs no attempt and ends a run that is to end`() throws {
        let house = try SenderHouse()
        try house.subscribe(3)
        let issue = try house.queue()
        let clock = house.clock
        house.relay.answer = { _ in .notSent(ConnectionFailure(stage: .connect, reason: "connection refused")) }
        house.relay.onTurn = { _ in clock.advance(1) }
        let summary = try house.sender().run(.untilIdle)
        #expect(summary.relayTrouble == "connection refused")
        #expect(summary.sent == 0)
        #expect(try house.counts(issue)[.queued] == 3)
        let line = try #require(try house.lines(issue).first)
        #expect(line.attempts == 0)
    }

    @Test func `an unknown outcome is sent again behind all others and counted`() throws {
        let house = try SenderHouse()
        try house.subscribe(10)
        let issue = try house.queue()
        house.relay.connections = 2
        let clock = house.clock
        house.relay.onTurn = { _ in clock.advance(1) }
        var isFirst = true
        house.relay.answer = { recipient in
            guard recipient == "reader1@example.org", isFirst else { return .sent(SMTPReply(code: 250, text: "ok")) }
            isFirst = false
            return .unknown(ConnectionFailure(stage: .message, reason: "the connection was cut"))
        }
        let summary = try house.sender().run(.untilIdle)
        #expect((summary.sent, summary.uncertain) == (10, 1))
        #expect(house.relay.taken.last == "reader1@example.org")
        #expect(try house.state(issue).possibleDuplicates == 1)
    }

    @Test func `what a dead sender left is settled by the next one`() throws {
        let house = try SenderHouse()
        try house.subscribe(8)
        let issue = try house.queue()
        try house.die(with: 3)
        #expect(try house.counts(issue)[.sending] == 3)
        let summary = try house.sender().run(.untilIdle)
        #expect((summary.sent, summary.uncertain) == (8, 3))
        #expect(try house.state(issue).possibleDuplicates == 3)
    }

    @Test func `the limit is kept, and the rest waits`() throws {
        let house = try SenderHouse()
        try house.subscribe(10)
        let issue = try house.queue()
        #expect(try house.sender().run(.untilIdle, limit: 7).sent == 7)
        #expect(try house.counts(issue)[.queued] == 3)
        #expect(try house.state(issue).state == .sending)
    }

    @Test func `a stop drains what is in flight and repeats nothing`() throws {
        let house = try SenderHouse()
        try house.subscribe(100)
        let issue = try house.queue()
        let stop = house.stop
        house.relay.onTurn = { taken in if taken >= 20 { stop.set() } }
        let first = try house.sender().run(.stay)
        #expect(first.sent == house.relay.taken.count)
        #expect(try house.counts(issue)[.sending] == 0)
        #expect(try house.state(issue).possibleDuplicates == 0)
    }

    @Test func `pause and cancel by another connection hold within a turn`() throws {
        let house = try SenderHouse()
        try house.subscribe(100)
        let issue = try house.queue()
        let database = house.database
        house.relay.onTurn = { taken in if taken == 20 { _ = try? database.cancel(issue, now: issue.createdAt) } }
        _ = try house.sender().run(.untilIdle)
        #expect(house.relay.taken.count == 20)
        let counts = try house.counts(issue)
        #expect((counts[.sent], counts[.skipped], counts.audience) == (20, 80, 100))
        #expect(try house.state(issue).state == .cancelled)
    }

    @Test func `two issues share, and a paused one holds nobody up`() throws {
        let house = try SenderHouse()
        try house.subscribe(20)
        let first = try house.queue("first")
        let second = try house.queue("second")
        let third = try house.queue("third")
        _ = try house.database.setState(.paused, of: third, reason: "test")
        let summary = try house.sender().run(.untilIdle, limit: 20)
        #expect(summary.sent == 20)
        #expect(try house.counts(first)[.sent] == 10)
        #expect(try house.counts(second)[.sent] == 10)
        #expect(try house.counts(third)[.sent] == 0)
    }

    @Test func `two issues share a single connection too`() throws {
        let house = try SenderHouse()
        try house.subscribe(20)
        let first = try house.queue("first")
        let second = try house.queue("second")
        house.relay.connections = 1
        #expect(try house.sender().run(.untilIdle, limit: 20).sent == 20)
        #expect(try house.counts(first)[.sent] == 10)
        #expect(try house.counts(second)[.sent] == 10)
    }

    @Test func `a relay that always breaks off after the end sends no reader more than two copies`() throws {
        let house = try SenderHouse()
        try house.subscribe(3)
        let issue = try house.queue()
        let clock = house.clock
        house.relay.onTurn = { _ in clock.advance(1) }
        house.relay.answer = { _ in .unknown(ConnectionFailure(stage: .message, reason: "the connection was cut")) }
        for _ in 1...10 {
            _ = try house.sender().run(.untilIdle)
            clock.advance(60)
        }
        for number in 1...3 {
            #expect(house.relay.taken.count { $0 == "reader\(number)@example.org" } == 2)
        }
        #expect(try house.counts(issue)[.uncertain] == 3)
        #expect(try house.state(issue).possibleDuplicates == 3)
        #expect(try house.database.unannouncedIssues().map(\.slug) == [issue.slug], "the admin is told")
        #expect(try house.database.resolve(issue, resend: false, now: clock.now) == 3)
        _ = try house.sender().run(.untilIdle)
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `a letter whose outcome stays unknown is sent again by the schedule, not at once`() throws {
        let house = try SenderHouse()
        try house.enqueueLetter()
        let clock = house.clock
        house.relay.onTurn = { _ in clock.advance(1) }
        house.relay.answer = { _ in .unknown(ConnectionFailure(stage: .message, reason: "the connection was cut")) }
        for _ in 1...20 {
            _ = try house.sender().run(.untilIdle)
            clock.advance(10)
        }
        #expect(house.relay.taken.count == 2)
    }

    @Test func `the last reader's vague refusal does not keep the issue open for ever`() throws {
        let house = try SenderHouse()
        try house.subscribe(1)
        let issue = try house.queue()
        house.relay.answer = { [refused] _ in refused(550, "5.7.1", "denied by local policy", .rcpt) }
        for _ in 0..<2 {
            _ = try house.sender().run(.untilIdle)
            let paused = try house.state(issue)
            #expect(paused.state == .paused)
            _ = try house.database.resume(paused, now: house.clock.now)
        }
        _ = try house.sender().run(.untilIdle)
        #expect(try house.counts(issue)[.failed] == 1)
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `a 4yz that speaks of us pauses the issue and fails nobody`() throws {
        let house = try SenderHouse()
        try house.subscribe(30)
        let issue = try house.queue()
        house.relay.answer = { [refused] _ in refused(454, "4.7.1", "<a@b.example>: Relay access denied", .rcpt) }
        _ = try house.sender().run(.untilIdle)
        let paused = try house.state(issue)
        #expect(paused.state == .paused)
        #expect(paused.pauseReason?.contains("@") == false, "no reader's address in a reason")
        #expect(try house.counts(issue)[.failed] == 0)
    }

    @Test func `a reader at whom every connection breaks off is put off, and the issue comes to its end`() throws {
        let house = try SenderHouse()
        try house.subscribe(5)
        let issue = try house.queue()
        house.relay.connections = 1
        let clock = house.clock
        house.relay.onTurn = { _ in clock.advance(1) }
        house.relay.answer = { recipient in
            recipient == "reader3@example.org"
                ? .notSent(ConnectionFailure(stage: .data, reason: "the connection was cut"))
                : .sent(SMTPReply(code: 250, text: "ok"))
        }
        for _ in 0..<60 where try house.state(issue).state == .sending {
            _ = try house.sender().run(.untilIdle)
            if let next = try house.database.nextDue(.issues) {
                clock.advance(max(60, next.seconds - clock.now.seconds))
            }
        }
        let counts = try house.counts(issue)
        #expect((counts[.sent], counts[.failed]) == (4, 1))
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `under hold an unknown outcome waits for an admin's word`() throws {
        let house = try SenderHouse()
        try house.subscribe(5)
        let issue = try house.queue()
        house.relay.answer = { recipient in
            recipient == "reader1@example.org"
                ? .unknown(ConnectionFailure(stage: .message, reason: "the connection was cut"))
                : .sent(SMTPReply(code: 250, text: "ok"))
        }
        let clock = house.clock
        house.relay.onTurn = { _ in clock.advance(1) }
        let summary = try house.sender(uncertain: .hold).run(.untilIdle)
        #expect((summary.sent, summary.uncertain) == (4, 1))
        #expect(try house.counts(issue)[.uncertain] == 1)
        #expect(try house.state(issue).state == .sending)
        #expect(try house.state(issue).possibleDuplicates == 0)

        #expect(try house.database.resolve(issue, resend: false, now: clock.now) == 1)
        _ = try house.sender(uncertain: .hold).run(.untilIdle)
        #expect(try house.state(issue).state == .sent)
        #expect(try house.counts(issue)[.sent] == 5)
    }

    @Test func `resolving by resending counts a possible duplicate`() throws {
        let house = try SenderHouse()
        try house.subscribe(3)
        let issue = try house.queue()
        try house.die(with: 1)
        _ = try house.sender(uncertain: .hold).run(.untilIdle)
        #expect(try house.counts(issue)[.uncertain] == 1)
        #expect(try house.database.resolve(issue, resend: true, now: house.clock.now) == 1)
        _ = try house.sender(uncertain: .hold).run(.untilIdle)
        #expect(try house.counts(issue)[.sent] == 3)
        #expect(try house.state(issue).possibleDuplicates == 1)
    }

    @Test func `what failed can be tried again`() throws {
        let house = try SenderHouse()
        try house.subscribe(4)
        let issue = try house.queue()
        house.relay.answer = { [refused] _ in refused(550, "5.1.1", "no such user", .rcpt) }
        _ = try house.sender().run(.untilIdle)
        #expect(try house.counts(issue)[.failed] == 4)
        house.relay.answer = { _ in .sent(SMTPReply(code: 250, text: "ok")) }
        #expect(try house.database.retryFailed(issue, now: house.clock.now) == 4)
        #expect(try house.state(issue).state == .sending)
        #expect(try house.sender().run(.untilIdle).sent == 4)
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `an issue that nobody looked after for long waits for an admin's word`() throws {
        let house = try SenderHouse()
        try house.subscribe(4)
        let issue = try house.queue()
        _ = try house.sender().run(.untilIdle, limit: 2)
        house.clock.advance(86_401)
        #expect(try house.sender().run(.untilIdle).sent == 0)
        let paused = try house.state(issue)
        #expect(paused.state == .paused)
        #expect(paused.pauseReason?.contains("24 hours") == true)
        _ = try house.database.resume(paused, now: house.clock.now)
        #expect(try house.sender().run(.untilIdle).sent == 2)
    }

    @Test func `a clock that was set back makes nobody wait for it`() throws {
        let house = try SenderHouse()
        try house.subscribe(2)
        let issue = try house.queue()
        house.clock.advance(-7 * 86_400)
        #expect(try house.sender().run(.untilIdle).sent == 2)
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `a clock that was set back by an hour keeps nobody waiting for that hour`() throws {
        let house = try SenderHouse()
        try house.subscribe(4)
        let issue = try house.queue()
        try house.enqueueLetter()
        house.clock.advance(-3_600)
        #expect(try house.sender().run(.untilIdle).sent == 5)
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `a clock that is set back under a running sender keeps nobody waiting`() throws {
        let house = try SenderHouse()
        try house.subscribe(30)
        let issue = try house.queue()
        let clock = house.clock
        house.relay.onTurn = { taken in if taken == 12 { clock.advance(-3_600) } }
        #expect(try house.sender().run(.untilIdle).sent == 30)
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `the admin's letter about a finished issue goes out in the same run`() throws {
        let house = try SenderHouse()
        try house.subscribe(2)
        let issue = try house.queue()
        let house2 = house
        let announce = {
            for issue in try house2.database.unannouncedIssues() {
                try house2.enqueueLetter(to: "admin@example.org")
                try house2.database.markAnnounced(issue)
            }
        }
        _ = try house.sender(announce: announce).run(.untilIdle)
        #expect(house.relay.taken.last == "admin@example.org")
        #expect(house.relay.taken.count == 3)
        _ = try house.sender(announce: announce).run(.untilIdle)
        #expect(house.relay.taken.count == 3, "told once")
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `a locked database keeps what is known and loses nothing`() throws {
        let house = try SenderHouse()
        try house.subscribe(30)
        let issue = try house.queue()
        let queue = LockedNowAndThen(house.database)
        let sender = try house.sender(queue: queue)
        #expect(try sender.run(.untilIdle).sent == 30)
        #expect(queue.failures == 2)
        #expect(Set(house.relay.taken).count == 30 && house.relay.taken.count == 30)
        #expect(try house.state(issue).possibleDuplicates == 0)
    }
}

/// A real queue behind a lock that another process takes twice.
private final class LockedNowAndThen: DeliveryQueue {
    private let queue: any DeliveryQueue
    private var turns = 0
    private(set) var failures = 0

    init(_ queue: any DeliveryQueue) { self.queue = queue }

    func recover(_ scope: OutboxScope, _ policy: UncertainPolicy, now: Timestamp) throws -> Int {
        try queue.recover(scope, policy, now: now)
    }

    func pauseLateIssues(before late: Timestamp, reason: String) throws -> Bool {
        try queue.pauseLateIssues(before: late, reason: reason)
    }

    func turn(
        records: [DeliveryRecord], pauses: [IssuePause], now: Timestamp, claim: (any ClaimDesk) throws -> [Claim]
    ) throws -> [Claim] {
        turns += 1
        if turns == 3 || turns == 4 {
            failures += 1
            throw StoreError.busy(path: "mailer.db")
        }
        return try queue.turn(records: records, pauses: pauses, now: now, claim: claim)
    }

    func advanceIssues(now: Timestamp, horizon: Timestamp) throws {
        try queue.advanceIssues(now: now, horizon: horizon)
    }

    func notedMeters() throws -> [(scope: String, state: MeterState)] { try queue.notedMeters() }

    func nextDue(_ scope: OutboxScope) throws -> Timestamp? { try queue.nextDue(scope) }
}
