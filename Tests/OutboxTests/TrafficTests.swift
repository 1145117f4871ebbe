import Mail
import Newsletter
import Testing

@testable import Outbox

/// Limits, windows and several relays, in a sender over a real store.
struct TrafficTests {
    private let house: SenderHouse
    private let backup = ScriptedRelay()
    private static let accepted = DeliveryOutcome.sent(SMTPReply(code: 250, text: "ok"))

    init() throws {
        house = try SenderHouse()
        // Each turn takes a tenth of a second.
        let clock = house.clock
        house.relay.onTurn = { _ in clock.advance(milliseconds: 100) }
    }

    private func twoRelays(_ first: RelayRules, _ second: RelayRules) {
        house.traffic = TrafficPolicy(relays: [first, second])
        house.otherRelays = [backup]
    }

    private func mainAndBackup() {
        twoRelays(RelayRules(name: "main", priority: 1), RelayRules(name: "backup", priority: 2))
    }

    // MARK: - Limits

    @Test func `a daily limit ends the run, says until when, and the next day goes on`() throws {
        try house.subscribe(10)
        let issue = try house.queue()
        house.traffic.limits = Limits(perDay: 4)
        var summary = try house.sender().run(.untilIdle)
        let midnight = house.traffic.calendar.day(of: house.clock.now).end
        #expect((summary.sent, summary.nextDue) == (4, midnight))
        #expect(summary.waitsFor == "the limit of all issues together is reached")
        #expect(try house.sender().run(.untilIdle).sent == 0, "another run has no quota of its own")
        house.clock.advance(midnight.seconds - house.clock.now.seconds)
        summary = try house.sender().run(.untilIdle)
        #expect(summary.sent == 4)
        #expect(try house.counts(issue)[.queued] == 2)
    }

    @Test func `a dead relay uses up no limit`() throws {
        try house.subscribe(3)
        _ = try house.queue()
        house.traffic.limits = Limits(perDay: 3)
        house.relay.answer = { _ in .notSent(ConnectionFailure(stage: .connect, reason: "connection refused")) }
        for _ in 1...4 {
            #expect(try house.sender().run(.untilIdle).sent == 0)
            house.clock.advance(60)
        }
        house.relay.answer = { _ in Self.accepted }
        #expect(try house.sender().run(.untilIdle).sent == 3)
    }

    @Test func `a warm-up caps the day`() throws {
        try house.subscribe(10)
        _ = try house.queue()
        let today = house.traffic.calendar.day(of: house.clock.now)
        house.traffic.warmUp = WarmUp(firstDay: today.number, steps: [2, 5])
        #expect(try house.sender().run(.untilIdle).sent == 2)
        house.clock.advance(today.end.seconds - house.clock.now.seconds)
        #expect(try house.sender().run(.untilIdle).sent == 5)
        house.clock.advance(86_400)
        #expect(try house.sender().run(.untilIdle).sent == 3, "the plan is over")
    }

    @Test func `outside of the hours only letters go`() throws {
        try house.subscribe(3)
        _ = try house.queue()
        try house.enqueueLetter()
        // It is 21:20.
        house.traffic.window = SendingWindow(
            hours: [.init(from: 8 * 3_600, to: 18 * 3_600)], weekdays: [], words: "08:00-18:00 (UTC)")
        let summary = try house.sender().run(.untilIdle)
        #expect(house.relay.taken == ["ana@example.org"])
        #expect(summary.nextDue?.rfc3339 == "2020-01-03T08:00:00Z")
        #expect(summary.waitsFor == "issues go out only 08:00-18:00 (UTC)")
        house.clock.advance(11 * 3_600)
        #expect(try house.sender().run(.untilIdle).sent == 3)
    }

    @Test func `letters have a limit of their own`() throws {
        try house.subscribe(2)
        _ = try house.queue()
        for number in 1...4 { try house.enqueueLetter(to: "letter\(number)@example.org") }
        house.traffic.letterLimits = Limits(perHour: 3)
        house.traffic.limits = Limits(perDay: 1)
        _ = try house.sender().run(.untilIdle)
        #expect(house.relay.taken.count { $0.hasPrefix("letter") } == 3)
        #expect(house.relay.taken.count == 4)
    }

    @Test func `a domain at its limit holds no other up, be it large or small`() throws {
        try house.subscribe(40, at: ["large.example", "other.example"])
        let readers = (1...600).map { "one\($0 % 300).example" }
        try house.subscribe(600, at: readers)
        let issue = try house.queue()
        house.traffic.domains = [.init(domains: ["large.example"], limits: Limits(perDay: 5))]
        house.traffic.otherDomains = Limits(perDay: 30)
        house.relay.connections = 50
        let summary = try house.sender().run(.untilIdle)
        #expect(summary.sent == 5 + 20 + 600)
        #expect(try house.counts(issue)[.queued] == 15)
    }

    @Test func `small domains have their limits too`() throws {
        try house.subscribe(1_200, at: (0..<600).map { "one\($0).example" })
        let issue = try house.queue()
        #expect(try house.database.waitingByLane(issue.id).count == 1, "they share a lane")
        house.traffic.otherDomains = Limits(perDay: 1)
        house.relay.connections = 50
        #expect(try house.sender().run(.untilIdle).sent == 600)
        house.clock.advance(4 * 3_600)
        #expect(try house.sender().run(.untilIdle).sent == 600)
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `no domain has more under way than it may`() throws {
        try house.subscribe(40, at: ["slow.example", "fast.example"])
        let issue = try house.queue()
        house.traffic.domains = [.init(domains: ["slow.example"], limits: Limits(connections: 1))]
        house.relay.connections = 8
        var most = 0
        house.relay.onMessages = { recipients in
            most = max(most, recipients.count { $0.hasSuffix("slow.example") })
        }
        #expect(try house.sender().run(.untilIdle).sent == 40)
        #expect(most == 1)
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `a rate is kept, by the second`() throws {
        try house.subscribe(30)
        _ = try house.queue()
        house.traffic.limits = Limits(perSecond: 5)
        house.relay.connections = 20
        let began = house.clock.now
        #expect(try house.sender().run(.untilIdle).sent == 30)
        #expect((5...7).contains(house.clock.now.seconds - began.seconds))
    }

    // MARK: - Complaints

    @Test(arguments: [
        ("421", SMTPStage.mail, "relay relay"), ("451", .mail, "relay relay"), ("450", .rcpt, "domain example.org"),
    ])
    func `who asks for less gets less, also in the next run`(_ code: String, _ stage: SMTPStage, _ scope: String) throws
    {
        try house.subscribe(200)
        _ = try house.queue()
        house.relay.connections = 20
        var isFirst = true
        house.relay.answer = { recipient in
            guard recipient == "reader50@example.org", isFirst else { return Self.accepted }
            isFirst = false
            let reply = SMTPReply(code: Int(code) ?? 0, enhanced: EnhancedStatus("4.7.0"), text: "slow down")
            return code == "421"
                ? .notSent(ConnectionFailure(stage: stage, reply: reply, reason: "ended")) : .refused(reply, at: stage)
        }
        _ = try house.sender().run(.untilIdle, limit: 60)
        let slowdown = try #require(try house.database.meter(scope: scope)?.slowdown)
        house.clock.advance(60)
        let rate = try #require(slowdown.rate(at: house.clock.now))
        let began = house.clock.now
        _ = try house.sender().run(.untilIdle, limit: 50)
        #expect(Double(house.clock.now.seconds - began.seconds) > 25 / rate, "slow in the next run too")
        house.clock.advance(600)
        #expect(try house.sender().run(.untilIdle).sent > 80)
        #expect(try house.database.meter(scope: scope)?.slowdown == nil, "it has recovered")
    }

    // MARK: - Relays

    @Test func `a relay that fails hands over to the next, and takes its place again`() throws {
        mainAndBackup()
        try house.subscribe(400)
        let issue = try house.queue()
        var isDead = false
        house.relay.answer = { _ in
            isDead ? .notSent(ConnectionFailure(stage: .connect, reason: "connection refused")) : Self.accepted
        }
        house.relay.onTurn = { [clock = house.clock] taken in
            clock.advance(milliseconds: 100)
            isDead = (10..<21).contains(taken)
        }
        #expect(try house.sender().run(.untilIdle).sent == 400)
        #expect(try house.state(issue).state == .sent)
        #expect(!backup.taken.isEmpty)
        #expect(house.relay.taken.count > 100, "it came back")
        #expect(try house.lines(issue).allSatisfy { $0.attempts == 1 }, "a relay's failure is no attempt")
        #expect(try house.database.meter(scope: "relay main")?.trouble == nil)
    }

    @Test func `an open breaker is known to the next run, which tries with a single message`() throws {
        mainAndBackup()
        try house.subscribe(40)
        _ = try house.queue()
        house.relay.answer = { _ in .notSent(ConnectionFailure(stage: .connect, reason: "connection refused")) }
        #expect(try house.sender().run(.untilIdle, limit: 30).sent > 10)
        let trouble = try house.database.meter(scope: "relay main")?.trouble
        #expect(trouble == "connection refused")
        let tried = house.relay.taken.count
        #expect(try house.sender().run(.untilIdle).sent > 5)
        #expect(house.relay.taken.count - tried <= 2)
    }

    @Test func `a relay that refuses us is passed over, and the issue goes on`() throws {
        mainAndBackup()
        try house.subscribe(20)
        let issue = try house.queue()
        house.relay.answer = { _ in
            .refused(SMTPReply(code: 554, enhanced: EnhancedStatus("5.7.1"), text: "Relay access denied"), at: .rcpt)
        }
        let summary = try house.sender().run(.untilIdle)
        #expect((summary.sent, summary.pauses) == (20, []))
        #expect(try house.state(issue).state == .sent)
    }

    @Test func `when every relay refuses us the issue pauses`() throws {
        mainAndBackup()
        try house.subscribe(20)
        let issue = try house.queue()
        for relay in [house.relay, backup] {
            relay.answer = { _ in
                .refused(
                    SMTPReply(code: 554, enhanced: EnhancedStatus("5.7.1"), text: "Relay access denied"), at: .rcpt)
            }
        }
        #expect(try house.sender().run(.untilIdle).pauses.count == 1)
        #expect(try house.state(issue).state == .paused)
        #expect(try house.counts(issue)[.queued] == 20)
    }

    @Test func `when every relay is dead the run ends`() throws {
        mainAndBackup()
        try house.subscribe(3)
        let issue = try house.queue()
        for relay in [house.relay, backup] {
            relay.answer = { _ in .notSent(ConnectionFailure(stage: .connect, reason: "connection refused")) }
        }
        let summary = try house.sender().run(.untilIdle)
        #expect((summary.sent, summary.relayTrouble) == (0, "backup: connection refused"))
        #expect(try house.counts(issue)[.queued] == 3)
    }

    @Test func `equals share, and a day's limit passes on to the next priority`() throws {
        twoRelays(RelayRules(name: "one"), RelayRules(name: "two"))
        try house.subscribe(40)
        _ = try house.queue("shared")
        #expect(try house.sender().run(.untilIdle).sent == 40)
        #expect((house.relay.taken.count, backup.taken.count) == (20, 20))

        twoRelays(
            RelayRules(name: "small", priority: 1, limits: Limits(perDay: 7)), RelayRules(name: "large", priority: 2))
        _ = try house.queue("limited")
        #expect(try house.sender().run(.untilIdle).sent == 40)
        #expect((house.relay.taken.count, backup.taken.count) == (27, 53))
    }

    @Test func `a list and system mail go by the relays that are theirs`() throws {
        twoRelays(
            RelayRules(name: "main", takesLetters: false), RelayRules(name: "other", priority: 20, takesLetters: true))
        try house.subscribe(5)
        var list = house.list
        list.relay = "other"
        try house.database.update(list)
        let issue = try house.queue()
        #expect(try house.sender().run(.untilIdle).sent == 5)
        #expect((house.relay.taken.count, backup.taken.count) == (0, 5))
        try house.enqueueLetter()
        #expect(try house.sender().run(.untilIdle).sent == 1)
        #expect(backup.taken.last == "ana@example.org")
        #expect(try house.state(issue).state == .sent)

        list.relay = "gone"
        try house.database.update(list)
        let lost = try house.queue("lost")
        _ = try house.sender().run(.untilIdle)
        #expect(try house.state(lost).pauseReason?.contains("gone") == true)
    }
}
