import Mail
import Newsletter
import Outbox
import Store
import Testing

/// One issue from state to state, and how issues share the sender.
@Suite struct IssueTests {
    private let fixture: Fixture
    private var database: Database { fixture.database }
    private let later = Fixture.start + 3600

    init() throws { fixture = try Fixture() }

    // MARK: - Queueing

    @Test func queueingFreezesAndStarts() throws {
        _ = try fixture.readers(2)
        let issue = try fixture.queue("2020-01")
        #expect((issue.state, issue.audience, issue.startedAt) == (.sending, 2, Fixture.start))
        #expect(try database.nextDue(.issues) == Fixture.start)
        let content = try #require(try database.content(ofIssue: issue.id))
        #expect((content.composed, content.sender) == (["composed 2020-01"], "b@example.org"))
        #expect(content.date == Fixture.start)
    }

    @Test func versionsAndImagesAreKept() throws {
        let ana = try fixture.reader("ana")
        let image = NewIssue.Media(name: "a.png", type: "image/png", bytes: [1, 2])
        let spanish = NewIssue.Version(language: "es", subject: "Noticias", composed: "hola", webPage: "<p>Hola</p>")
        let base = try fixture.new("2020-01")
        func new(_ slug: String, media: [NewIssue.Media]) throws -> NewIssue {
            NewIssue(
                list: base.list, slug: try Slug(slug), subject: "x", digest: slug, sender: base.sender,
                composed: "hello",
                webPage: "<p>Hello</p>", versions: [spanish], media: media, scheduledAt: nil)
        }
        _ = try database.queue(new("2020-01", media: [image, image]), now: later)
        let issue = try #require(try database.issue(base.slug, of: base.list.name))
        #expect(try database.content(ofIssue: issue.id)?.composed == ["hello", "hola"])
        #expect(try database.media(named: "a.png")?.bytes == [1, 2])
        #expect(try database.media(named: "b.png") == nil)
        // The next issue may show the same image; another one under its name would change the first issue.
        _ = try database.queue(new("2020-02", media: [image]), now: later)
        let other = NewIssue.Media(name: "a.png", type: "image/png", bytes: [3])
        #expect(throws: StoreError.self) { try self.database.queue(new("2020-03", media: [other]), now: self.later) }
        #expect(try database.issues().map(\.slug.text) == ["2020-01", "2020-02"])

        #expect(try database.reader(ofIssue: issue.id, subscription: ana.id)?.address.text == "ana@example.org")
        #expect(try database.reader(ofIssue: issue.id, subscription: ana.id + 1) == nil)
        #expect(try database.reader(ofIssue: issue.id + 7, subscription: ana.id) == nil)
    }

    @Test func theSameContentAgainChangesNothing() throws {
        try fixture.reader("ana")
        let issue = try fixture.queue("2020-01")
        try fixture.reader("bea")
        #expect(try database.queue(fixture.new("2020-01"), now: later) == .already(issue))
        #expect(try database.issues() == [issue])
    }

    @Test func anotherContentUnderTheSameNameIsRefused() throws {
        let issue = try fixture.queue("2020-01")
        #expect(try database.queue(fixture.new("2020-01", digest: "two"), now: later) == .taken(issue))
        #expect(try database.content(ofIssue: issue.id)?.composed == ["composed 2020-01"])
    }

    @Test func aScheduledIssueFreezesWhenItIsDue() throws {
        try fixture.reader("ana")
        let issue = try fixture.queue("2020-01", at: later)
        #expect((issue.state, issue.audience, issue.scheduledAt) == (.scheduled, 0, later))
        #expect(try database.nextDue(.issues) == later)
        try fixture.reader("bea")
        try fixture.advance(now: later + -1)
        #expect(try fixture.claim(now: later + -1).isEmpty)
        try fixture.advance(now: later)
        let started = try fixture.current(issue)
        #expect((started.state, started.audience, started.startedAt) == (.sending, 2, later))
        #expect(try fixture.claim(now: later).map(\.name) == ["ana", "bea"])
    }

    // MARK: - Finishing

    @Test func anIssueIsSentWhenNothingIsOpen() throws {
        _ = try fixture.readers(4)
        let issue = try fixture.queue("2020-01")
        let claims = try fixture.claim(3)
        func state() throws -> IssueState {
            try fixture.advance(now: later)
            return try fixture.current(issue).state
        }
        #expect(try state() == .sending, "one waits, three are on their way")
        try fixture.record([claims[0].record(.sent), claims[1].record(.failed)])
        try fixture.record(fixture.claim().map { $0.record(.sent) })
        #expect(try state() == .sending, "one is on its way")
        try fixture.record([claims[2].record(.deferred, due: later)])
        #expect(try state() == .sending, "one is deferred")
        try fixture.record(fixture.claim(now: later).map { $0.record(.sent) })
        #expect(try state() == .sent)
        #expect(try fixture.current(issue).finishedAt == later)
        #expect(try database.nextDue(.issues) == nil)
    }

    // MARK: - Pausing

    @Test func aPausedIssueIsNotClaimed() throws {
        _ = try fixture.readers(3)
        let issue = try fixture.queue("2020-01")
        let claim = try fixture.claim(1)[0]
        let paused = try #require(try database.setState(.paused, of: issue, reason: "a holiday"))
        #expect((paused.state, paused.pauseReason) == (.paused, "a holiday"))
        #expect(try fixture.claim(now: later).isEmpty)
        #expect(try database.nextDue(.issues) == nil)
        try fixture.record([claim.record(.sent)])
        #expect(try database.counts(of: issue) == DeliveryCounts([.queued: 2, .sent: 1]), "what is under way ends")
        let resumed = try #require(try database.setState(.sending, of: issue, reason: nil))
        #expect((resumed.state, resumed.pauseReason) == (.sending, nil))
        #expect(try fixture.claim(now: later).count == 2)
    }

    @Test func aPauseTakesEffectBeforeTheClaimsOfItsTurn() throws {
        _ = try fixture.readers(3)
        let issue = try fixture.queue("2020-01")
        let claim = try fixture.claim(1)[0]
        let claims = try fixture.record(
            [claim.record(.queued, due: Fixture.start)],
            pauses: [IssuePause(issue: issue.id, reason: "bad credentials")], claim: 5)
        #expect(claims.isEmpty)
        #expect(try fixture.current(issue).pauseReason == "bad credentials")
        #expect(try database.counts(of: issue) == DeliveryCounts([.queued: 3]))
    }

    @Test func aPauseThatComesTooLateChangesNothing() throws {
        let issue = try fixture.queue("2020-01")
        _ = try database.cancel(issue, now: later)
        try fixture.record([], pauses: [IssuePause(issue: issue.id, reason: "late")])
        #expect(try fixture.current(issue).state == .cancelled)
    }

    @Test func aPausedScheduleStartsOnlyAfterItIsResumed() throws {
        try fixture.reader("ana")
        let issue = try fixture.queue("2020-01", at: later)
        _ = try database.setState(.paused, of: issue, reason: nil)
        try fixture.advance(now: later)
        #expect(try fixture.current(issue).state == .paused)
        _ = try database.setState(.scheduled, of: issue, reason: nil)
        try fixture.advance(now: later)
        #expect(try fixture.current(issue).state == .sending)
    }

    @Test func anIssueThatRestedTooLongWaitsForAnAdminsWord() throws {
        try fixture.reader("ana")
        let old = try fixture.queue("old")
        let planned = try fixture.queue("planned", at: Fixture.start + 10)
        let days = Fixture.start + 400_000
        let fresh = try fixture.queue("fresh", now: days)
        try database.pauseLateIssues(before: days + -100, reason: "old news")
        #expect(try [old, planned, fresh].map { try fixture.current($0).state } == [.paused, .paused, .sending])
        #expect(try fixture.current(old).pauseReason == "old news")

        #expect(try database.resume(old, now: days)?.state == .sending)
        #expect(try database.resume(planned, now: days)?.state == .scheduled)
        #expect(try database.resume(fresh, now: days) == nil, "it is not paused")
        try database.pauseLateIssues(before: days + -100, reason: "old news")
        #expect(try [old, planned].map { try fixture.current($0).state } == [.sending, .scheduled])
    }

    // MARK: - Trying again

    @Test func whatFailedIsTriedAgainWithAScheduleOfItsOwn() throws {
        _ = try fixture.readers(2)
        let issue = try fixture.queue("2020-01")
        let claims = try fixture.claim()
        try fixture.record([claims[0].record(.sent), claims[1].record(.failed)])
        try fixture.advance(now: later)
        #expect(try fixture.current(issue).state == .sent)
        #expect(try database.retryFailed(issue, now: later) == 1)
        let again = try #require(try fixture.claim(now: later).first)
        #expect((again.name, again.attempts, again.firstAttempt) == ("reader1", 0, nil))
        #expect(try fixture.current(issue).finishedAt == nil)
        try fixture.record([again.record(.sent)])
        try fixture.advance(now: later + 1)
        #expect(try fixture.current(issue).finishedAt == later + 1)
        #expect(try database.retryFailed(issue, now: later) == 0)
    }

    @Test func aClockThatWasSetBackHoldsNothingUp() throws {
        try fixture.reader("ana")
        _ = try fixture.queue("2020-01", now: later + 1_000_000)
        try fixture.letter(to: "bea", now: later + 1_000_000)
        try database.advanceIssues(now: later, horizon: later + 86_400)
        #expect(try fixture.claim(now: later).map(\.name) == ["bea", "ana"])
    }

    // MARK: - Cancelling

    @Test func cancellingSkipsWhatWaits() throws {
        _ = try fixture.readers(4)
        let issue = try fixture.queue("2020-01")
        let claims = try fixture.claim(2)
        #expect(try database.cancel(issue, now: later)?.state == .cancelled)
        #expect(try database.counts(of: issue) == DeliveryCounts([.sending: 2, .skipped: 2]))
        try fixture.record([claims[0].record(.sent), claims[1].record(.deferred, due: later)])
        #expect(try database.counts(of: issue) == DeliveryCounts([.sent: 1, .skipped: 3]))
        try fixture.advance(now: later)
        #expect(try fixture.current(issue).state == .cancelled)
        #expect(try database.cancel(issue, now: later) == nil)
    }

    @Test func nothingOfACancelledIssueIsSentAgain() throws {
        _ = try fixture.readers(2)
        let issue = try fixture.queue("2020-01")
        let claims = try fixture.claim()
        try fixture.record([claims[0].record(.failed), claims[1].record(.uncertain)])
        _ = try database.cancel(issue, now: later)
        #expect(try database.retryFailed(issue, now: later) == 0)
        #expect(try database.resolve(issue, resend: true, now: later) == 0)
        #expect(try database.counts(of: issue) == DeliveryCounts([.failed: 1, .uncertain: 1]))
        #expect(try database.resolve(issue, resend: false, now: later) == 1)
        #expect(try database.counts(of: issue) == DeliveryCounts([.failed: 1, .sent: 1]))
    }

    @Test func aLeftoverOfACancelledIssueIsNotSentAgainAndSoNoDuplicate() throws {
        try fixture.reader("ana")
        let issue = try fixture.queue("2020-01")
        _ = try fixture.claim()
        _ = try database.cancel(issue, now: later)
        #expect(try database.recover(.issues, .resend, now: later) == 1)
        #expect(try database.counts(of: issue) == DeliveryCounts([.skipped: 1]))
        #expect(try fixture.current(issue).possibleDuplicates == 0)
    }

    @Test func aChangeOfStateThatIsNotLegalIsRefused() throws {
        let issue = try fixture.queue("2020-01")
        #expect(try database.setState(.scheduled, of: issue, reason: nil) == nil)
        try fixture.advance(now: later)
        #expect(try database.setState(.paused, of: issue, reason: nil) == nil, "it is sent by now")
        #expect(try fixture.current(issue).state == .sent)
    }

    // MARK: - The archive

    @Test func theArchiveShowsWhatWentOut() throws {
        _ = try fixture.queue("scheduled", at: later)
        let sent = try fixture.queue("first")
        _ = try database.cancel(fixture.queue("cancelled"), now: later)
        _ = try fixture.queue("second", now: Fixture.start + 1)
        let archive = try database.archive(of: fixture.list.name)
        #expect(archive.map(\.slug.text) == ["second", "first"])
        #expect(try database.archivedIssue(sent.slug, of: fixture.list.name, language: nil)?.html == "<p>first</p>")
        for hidden in ["scheduled", "cancelled"] {
            #expect(try database.archivedIssue(Slug(hidden), of: fixture.list.name, language: nil) == nil)
        }
    }
}
