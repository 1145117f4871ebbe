import Mail
import Membership
import Newsletter
import Outbox
import Returns
import Signing
import Testing

/// Bounces add up by day, fade, and suspend over a limit.
@Suite struct ScoringTests {
    private let house: ReturnHouse
    private let start = ReturnHouse.start
    private let day = ReturnHouse.day

    init() throws {
        house = try ReturnHouse()
        try house.subscribe("ana", "bea")
    }

    /// Sends an issue every so many days; each copy to ana comes back as `status` on the same day.
    /// - Returns: after how many bounces she was suspended; nil when she never was.
    private func bouncesUntilSuspended(every days: Int64, status: String, words: String, most: Int) throws -> Int? {
        for number in 0..<most {
            let now = start + Int64(number) * days * day
            let token = try #require(try house.send("issue-\(number)", now: now)["ana"])
            let report = ReturnHouse.report(
                token, about: "ana@example.com", status: status, diagnosis: words, id: "\(number)")
            if try house.take(report, now: now + 60).effect == .suspended { return number + 1 }
        }
        return nil
    }

    @Test(
        arguments: [
            // A daily list: not before ten days have passed.
            (1, "5.2.2", "552 5.2.2 mailbox full", 11 as Int?), (7, "5.2.2", "552 5.2.2 mailbox full", 6),
            (30, "5.2.2", "552 5.2.2 mailbox full", 7),
            // Given up on; no reason that is understood.
            (7, "4.4.1", "connection timed out", 6), (7, "5.0.0", "554 no", 3), (1, "5.0.0", "554 no", 11),
            // What speaks of us never counts.
            (7, "5.7.1", "554 5.7.1 blocked, see https://blocklist.example", nil),
            (7, "5.6.0", "554 5.7.1 message looks like spam", nil),
        ] as [(Int64, String, String, Int?)])
    func suspendsAfter(days: Int64, status: String, words: String, bounces: Int?) throws {
        #expect(try bouncesUntilSuspended(every: days, status: status, words: words, most: 14) == bounces)
        #expect(try !house.isSuspended("bea"))
    }

    @Test func aDayCountsOnceHoweverManyIssuesItHad() throws {
        for number in 0..<20 {
            let token = try #require(try house.send("issue-\(number)", now: start)["ana"])
            _ = try house.take(ReturnHouse.full(token, about: "ana@example.com", id: "\(number)"))
        }
        #expect(try house.score("ana") == 1)
    }

    @Test func aDelayCountsNothing() throws {
        let token = try #require(try house.send("one")["ana"])
        let report = ReturnHouse.report(
            token, about: "ana@example.com", status: "4.2.2", action: "delayed", diagnosis: "452 4.2.2 mailbox full")
        #expect(try house.take(report).effect == .nothing)
        #expect(try house.score("ana") == 0)
    }

    @Test func mailThatArrivesClearsTheScore() throws {
        _ = try bouncesUntilSuspended(every: 7, status: "5.2.2", words: "552 5.2.2 mailbox full", most: 4)
        let now = start + 28 * day
        #expect(try house.score("ana", now: now) > 3)
        _ = try house.send("arrives", now: now)
        #expect(try house.score("ana", now: now + 5 * day) > 3)
        #expect(try house.score("ana", now: now + 7 * day) == 0)
        let token = try #require(try house.send("later", now: now + 7 * day)["ana"])
        _ = try house.take(ReturnHouse.full(token, about: "ana@example.com", id: "later"), now: now + 7 * day)
        #expect(try house.score("ana", now: now + 7 * day) == 1)
    }

    @Test func aNoticeOfSuccessClearsItToo() throws {
        let token = try #require(try house.send("one")["ana"])
        _ = try house.take(ReturnHouse.full(token, about: "ana@example.com"))
        #expect(try house.score("ana") == 1)
        let success = ReturnHouse.report(
            token, about: "ana@example.com", status: "2.0.0", action: "delivered", diagnosis: "250 ok", id: "2")
        #expect(try house.take(success).effect == .cleared)
        #expect(try house.score("ana") == 0)
    }

    @Test func time_alone_forgets_half() throws {
        let token = try #require(try house.send("one")["ana"])
        _ = try house.take(ReturnHouse.full(token, about: "ana@example.com"))
        let score = BounceScore(points: 4, firstAt: start, lastAt: start)
        let rules = BounceRules()
        #expect(score.value(at: start + rules.halfLife, rules) == 2)
        #expect(score.value(at: start + rules.halfLife * 3 / 2, rules) == 1.5)
        #expect(score.value(at: start + rules.halfLife * 2, rules) == 1)
        #expect(score.value(at: start + rules.halfLife * 1_000, rules) == 0)
        #expect(score.value(at: start + -5, rules) == 4)
    }

    @Test func whoComesBackBeginsAnew() throws {
        let token = try #require(try house.send("one")["ana"])
        let other = try #require(try house.send("two")["ana"])
        _ = try house.take(ReturnHouse.report(token, about: "ana@example.com"))
        #expect(try house.isSuspended("ana"))
        let now = start + day
        #expect(try house.registrar.liftSuspension(of: EmailAddress("ana@example.com"), now: now) == true)
        #expect(try !house.isSuspended("ana"))
        // Mail from before comes back late.
        #expect(
            try house.take(ReturnHouse.report(other, about: "ana@example.com", id: "2"), now: now).effect == .nothing)
        #expect(try !house.isSuspended("ana"))
        #expect(try house.send("three", now: now)["ana"] != nil)
    }

    @Test func mailFromBeforeCountsNothingAlsoWhereNothingHadComeBack() throws {
        let token = try #require(try house.send("one")["ana"])
        let now = start + day
        // What confirming again does too.
        #expect(try house.registrar.liftSuspension(of: EmailAddress("ana@example.com"), now: now) == false)
        #expect(try house.take(ReturnHouse.report(token, about: "ana@example.com"), now: now).effect == .nothing)
        #expect(try !house.isSuspended("ana"))
    }

    // MARK: - Are you still there?

    /// The probe's token, once the score is over its limit.
    private func probe() throws -> (token: String, now: Timestamp) {
        house.rules.probes = true
        #expect(try bouncesUntilSuspended(every: 7, status: "5.2.2", words: "552 5.2.2 mailbox full", most: 6) == nil)
        let now = start + 36 * day
        try house.registrar.sendProbes(now: now)
        try house.registrar.sendProbes(now: now)
        let claims = try house.claimLetters(now: now)
        let claim = try #require(claims.first)
        #expect(claims.count == 1)
        try house.record(claims, .sent, now: now)
        return (BounceToken(delivery: claim.delivery).signed(by: house.keys), now)
    }

    @Test func aProbeThatComesBackSuspends() throws {
        let (token, now) = try probe()
        #expect(try !house.isSuspended("ana"))
        let report = ReturnHouse.full(token, about: "ana@example.com", id: "probe")
        #expect(try house.take(report, now: now + 60).effect == .suspended)
    }

    @Test func aProbeThatDoesNotComeBackClearsTheScore() throws {
        let (_, now) = try probe()
        // While it may still come back, a further bounce changes nothing.
        let token = try #require(try house.send("next", now: now + 2 * day)["ana"])
        let report = ReturnHouse.full(token, about: "ana@example.com", id: "next")
        #expect(try house.take(report, now: now + 2 * day).effect == .counted)
        let later = try #require(try house.send("later", now: now + 12 * day)["ana"])
        _ = try house.take(ReturnHouse.full(later, about: "ana@example.com", id: "later"), now: now + 12 * day)
        #expect(try !house.isSuspended("ana"))
    }

    // MARK: - Refused at once

    private func refuse(_ reply: SMTPReply, _ slug: String, now: Timestamp) throws {
        let reason = BounceReason(reply, at: .rcpt)
        let isHard = reply.isPermanent && (reason.isAboutAddress || reason == .unclassified)
        let strike = BounceStrike(weight: BounceWeight(reason, isHard: isHard), reason: reason, rules: house.rules)
        let logged = LoggedReply(
            stage: .rcpt, code: reply.code, status: reply.enhanced, text: reply.text, host: nil, reason: reason,
            verdict: .failed)
        _ = try house.database.queue(
            NewIssue(
                list: house.list, slug: Slug(slug), subject: slug, digest: slug, sender: "news@example.org",
                composed: "{}", webPage: "", scheduledAt: nil), now: now)
        try house.record(try house.claimCopies(now: now), .failed, reply: logged, strike: strike, now: now)
    }

    @Test func whatARelayRefusesAtOnceFeedsTheSameScore() throws {
        try refuse(SMTPReply(code: 552, enhanced: EnhancedStatus("5.2.2"), text: "full"), "one", now: start)
        #expect(try house.score("ana") == 1)
        try refuse(SMTPReply(code: 550, enhanced: EnhancedStatus("5.1.1"), text: "no such user"), "two", now: start)
        #expect(try house.isSuspended("ana"))
    }

    @Test func aRowOfRefusalsThatWasOurFaultIsForgiven() throws {
        try refuse(SMTPReply(code: 550, enhanced: EnhancedStatus("5.1.1"), text: "no such user"), "one", now: start)
        #expect(try house.isSuspended("ana"))
        let issue = try #require(try house.database.issues().first)
        let pause = IssuePause(issue: issue.id, reason: "the same", forgivesSince: start)
        try house.record([], .sent, pauses: [pause], now: start)
        #expect(try !house.isSuspended("ana"))
        #expect(try !house.isSuspended("bea"))
    }
}
