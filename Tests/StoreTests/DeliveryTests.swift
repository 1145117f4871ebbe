import Mail
import Newsletter
import Outbox
import Store
import Testing

/// One delivery from state to state.
@Suite struct DeliveryTests {
    private let fixture: Fixture
    private let raw: RawDatabase
    private let later = Fixture.start + 600

    init() throws {
        fixture = try Fixture()
        raw = try fixture.raw()
    }

    private var row: [String] {
        get throws { try raw.rows("SELECT state, due, attempts, first_attempt_at FROM delivery")[0] }
    }

    private func claimOnly() throws -> Claim {
        let claims = try fixture.claim(now: later)
        try #require(claims.count == 1)
        return claims[0]
    }

    @Test func aClaimIsCommittedBeforeItIsReturned() throws {
        try fixture.reader("ana")
        _ = try fixture.queue("2020-01")
        #expect(try row == ["queued", "\(Fixture.start.seconds)", "0", "NULL"])
        _ = try claimOnly()
        #expect(try row == ["sending", "NULL", "0", "NULL"])
        #expect(try fixture.claim(now: later).isEmpty, "nobody claims it twice")
    }

    @Test(arguments: [
        (DeliveryState.sent, nil, 1), (.failed, nil, 1), (.deferred, 1_578_043_000, 1), (.queued, 1_578_043_000, 0),
        (.uncertain, nil, 0),
    ])
    func anOutcomeIsWrittenDown(_ state: DeliveryState, _ due: Int64?, _ attempts: Int) throws {
        try fixture.reader("ana")
        let issue = try fixture.queue("2020-01")
        try fixture.record([claimOnly().record(state, due: due.map(Timestamp.init))], now: later)
        let firstAttempt = attempts > 0 ? "\(later.seconds)" : "NULL"
        #expect(try row == [state.rawValue, due.map { "\($0)" } ?? "NULL", "\(attempts)", firstAttempt])
        #expect(try fixture.current(issue).possibleDuplicates == 0)
    }

    @Test func aCopyThatGoesOutAgainIsAPossibleDuplicate() throws {
        try fixture.reader("ana")
        let issue = try fixture.queue("2020-01")
        try fixture.record([claimOnly().record(.queued, due: later, again: true)], now: later)
        #expect(try fixture.current(issue).possibleDuplicates == 1)
        #expect(try fixture.claim(now: later).map(\.name) == ["ana"])
    }

    @Test func attemptsAddUpAndTheFirstIsRemembered() throws {
        try fixture.reader("ana")
        _ = try fixture.queue("2020-01")
        for attempt in 0..<3 {
            let now = later + Int64(attempt) * 1000
            #expect(try fixture.claim(now: now + -1).isEmpty || attempt == 0, "not before it is due")
            if attempt == 0 { _ = try fixture.database.recover(.issues, .resend, now: Fixture.start) }
            let claim = try #require(try fixture.claim(now: now).first)
            #expect((claim.attempts, claim.firstAttempt) == (attempt, attempt == 0 ? nil : later))
            try fixture.record([claim.record(.deferred, due: now + 1000)], now: now)
        }
    }

    @Test func anOutcomeForWhatNobodySendsIsDamage() throws {
        try fixture.reader("ana")
        try fixture.reader("bea")
        let issue = try fixture.queue("2020-01")
        let claims = try fixture.claim()
        try fixture.record([claims[0].record(.sent)])
        #expect(throws: StoreError.self) { try fixture.record([claims[1].record(.sent), claims[0].record(.failed)]) }
        #expect(
            try fixture.database.counts(of: issue) == DeliveryCounts([.sent: 1, .sending: 1]),
            "the whole turn is taken back")
    }

    @Test func aReplyIsKeptAsTheRelaySaidIt() throws {
        try fixture.reader("ana")
        let issue = try fixture.queue("2020-01")
        let reply = LoggedReply(
            stage: .rcpt, code: 550, status: EnhancedStatus("5.1.1"), text: "No such user", host: "mx.example.org",
            reason: .noSuchAddress, verdict: .failed)
        try fixture.record([claimOnly().record(.failed, reply: reply)], now: later)
        let stored = try raw.rows("SELECT stage, code, status, text, host, reason, verdict, at FROM reply")
        #expect(
            stored == [
                [
                    "rcpt", "550", "5.1.1", "No such user", "mx.example.org", "no-such-address", "failed",
                    "\(later.seconds)",
                ]
            ])

        var lines: [DeliveryLine] = []
        try fixture.database.deliveries(of: issue, everyone: false) { lines.append($0) }
        #expect(
            lines == [
                DeliveryLine(
                    email: "ana@example.org", state: .failed, attempts: 1, changedAt: later, due: nil,
                    reply: "550 5.1.1 No such user")
            ])
    }

    @Test func theReportLeavesOutWhoGotItUnlessAsked() throws {
        _ = try fixture.readers(3)
        let issue = try fixture.queue("2020-01")
        try fixture.record([fixture.claim(1)[0].record(.sent)])
        for (everyone, expected) in [(true, ["reader0", "reader1", "reader2"]), (false, ["reader1", "reader2"])] {
            var names: [String] = []
            try fixture.database.deliveries(of: issue, everyone: everyone) { names.append($0.email) }
            #expect(names == expected.map { $0 + "@example.org" })
        }
    }

    // MARK: - What a dead sender leaves

    @Test func leftoversGoToTheEndOfTheQueue() throws {
        _ = try fixture.readers(3)
        let issue = try fixture.queue("2020-01")
        _ = try fixture.claim(1)
        #expect(try fixture.database.recover(.issues, .resend, now: later) == 1)
        #expect(try fixture.database.recover(.issues, .resend, now: later) == 0, "once")
        #expect(try fixture.current(issue).possibleDuplicates == 1)
        #expect(try fixture.claim(now: later).map(\.name) == ["reader1", "reader2", "reader0"])
        #expect(try raw.column("SELECT verdict FROM reply") == ["uncertain"])
    }

    @Test(arguments: [true, false]) func heldLeftoversWaitForAnAdminsWord(_ resends: Bool) throws {
        _ = try fixture.readers(2)
        let issue = try fixture.queue("2020-01")
        try fixture.record([fixture.claim(1)[0].record(.sent)])
        _ = try fixture.claim()
        #expect(try fixture.database.recover(.issues, .hold, now: later) == 1)
        #expect(try fixture.database.counts(of: issue) == DeliveryCounts([.sent: 1, .uncertain: 1]))
        #expect(try fixture.claim(now: later).isEmpty)
        try fixture.advance(now: later)
        #expect(try fixture.current(issue).state == .sending)

        #expect(try fixture.database.resolve(issue, resend: resends, now: later) == 1)
        #expect(try fixture.claim(now: later).map(\.name) == (resends ? ["reader1"] : []))
        #expect(try fixture.current(issue).possibleDuplicates == (resends ? 1 : 0))
    }

    @Test func aLetterIsSentAgainEvenWhereCopiesAreHeld() throws {
        try fixture.letter(to: "ana")
        _ = try fixture.claim()
        #expect(try fixture.database.recover(.letters, .hold, now: later) == 1)
        #expect(try fixture.claim(now: later).map(\.name) == ["ana"])
    }

    @Test func aSenderRecoversOnlyWhatItsLockCovers() throws {
        try fixture.reader("ana")
        try fixture.letter(to: "bea")
        _ = try fixture.queue("2020-01")
        #expect(try fixture.claim().count == 2)
        #expect(try fixture.database.recover(.letters, .resend, now: later) == 1)
        #expect(try fixture.claim(now: later).map(\.name) == ["bea"])
        #expect(try fixture.database.recover(.issues, .resend, now: later) == 1)
        #expect(try fixture.claim(now: later).map(\.name) == ["ana"])
    }

    // MARK: - Letters

    @Test func lettersGoBeforeIssues() throws {
        _ = try fixture.readers(2)
        _ = try fixture.queue("2020-01")
        try fixture.letter(to: "ana", now: later)
        #expect(try fixture.claim(2, now: later).map(\.name) == ["ana", "reader0"])
        #expect(try fixture.claim(5, [.letters], now: later).isEmpty)
    }

    @Test(arguments: [(DeliveryState.sent, ""), (.failed, ""), (.deferred, "to ana"), (.queued, "to ana")])
    func aLetterIsEmptiedWhenItIsDone(_ state: DeliveryState, _ left: String) throws {
        try fixture.letter(to: "ana")
        let claim = try claimOnly()
        guard case .letter(_, let bytes) = claim.content else {
            Issue.record("\(claim)")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "to ana")
        try fixture.record([claim.record(state, due: left.isEmpty ? nil : later)], now: later)
        #expect(try raw.column("SELECT CAST(message AS TEXT) FROM letter") == [left])
    }
}
