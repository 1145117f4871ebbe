import Mail
import Membership
import Newsletter
import Testing

/// Asking on the form.
@Suite struct RequestTests {
    private let office: Office
    private let start = Office.start

    init() throws { office = try Office() }

    @Test func aRequestWaitsForItsConfirmation() throws {
        try office.request("Ana@Example.org")
        #expect(try office.state() == .pending)
        let letter = try office.letter()
        #expect(letter.recipient.text == "Ana@Example.org", "as it was typed")
        #expect(letter.unsubscribe == "", "who has not confirmed has nothing to leave")
        #expect(try office.audience == 0)

        let consent = try office.consent()
        #expect(consent.map(\.event) == [.requested])
        #expect(consent.map(\.source) == ["form"])
        #expect(consent.map(\.network) == ["192.0.2.7"])
        #expect(consent.map(\.wording) == [Office.wording])
        #expect(consent.map(\.at) == [start])
    }

    @Test func aRequestForNoListIsRefused() throws {
        let missing = MailingList(id: 9, name: try ListName("missing"), title: "", createdAt: start)
        #expect(throws: MembershipError.noSuchList(missing.name)) { try office.request(to: missing) }
        #expect(try office.database.detail(of: EmailAddress("ana@example.org")) == nil)
    }

    @Test func againWithinTheHourMailsNothingAndTheFirstLinkWorks() throws {
        try office.request()
        let first = try office.letter()
        let soon = start + (Office.hour - 1)
        try office.request(now: soon)
        #expect(try office.letters(now: soon).isEmpty)
        #expect(try office.events() == [.requested], "what led to nothing is not written down")
        #expect(try office.registrar.confirm(first.confirm, network: nil, now: soon) == .done(office.list))
        #expect(try office.state() == .confirmed)
    }

    @Test func againAfterTheHourMailsANewLinkAndTheOldOneIsOver() throws {
        try office.request()
        let first = try office.letter()
        let later = start + Office.hour
        try office.request(now: later)
        let second = try office.letter(now: later)
        #expect(try office.registrar.confirm(first.confirm, network: nil, now: later) == .expired(office.list))
        #expect(try office.registrar.decline(first.decline, network: nil, now: later) == .expired(office.list))
        #expect(try office.state() == .pending)
        #expect(try office.registrar.confirm(second.confirm, network: nil, now: later) == .done(office.list))
    }

    @Test func whoIsSubscribedGetsTheirLinksAndNothingElseChanges() throws {
        try office.confirmed()
        let before = try office.subscription()
        let later = start + Office.hour
        try office.request(now: later)
        let letter = try office.letter(now: later)
        #expect(letter.confirm == "")
        let after = try office.subscription()
        #expect((after.state, after.generation) == (before.state, before.generation))
        #expect(try office.events() == [.requested, .confirmed])
        #expect(
            try office.registrar.unsubscribe(letter.unsubscribe, network: nil, now: later) == .done(office.list))
        #expect(try office.letter(now: later).undo != "", "whoever leaves hears of it")
        try office.request(now: later + 1)
        #expect(try office.letters(now: later + 1).isEmpty, "one letter an hour, whatever kind")
    }

    @Test func whoHasLeftMayComeBackThroughANewConfirmation() throws {
        try office.confirmed()
        _ = try office.registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: start)
        _ = try office.letter()
        let later = start + Office.hour
        try office.request(now: later)
        #expect(try office.state() == .pending)
        #expect(
            try office.registrar.confirm(office.letter(now: later).confirm, network: nil, now: later)
                == .done(office.list))
        #expect(try office.events() == [.requested, .confirmed, .unsubscribed, .requested, .confirmed])
    }

    @Test(arguments: ["ana@example.org", "example.org"]) func whoIsBlockedGetsNothingAtAll(_ pattern: String) throws {
        try office.suppress(pattern, .block)
        try office.request()
        #expect(try office.database.detail(of: EmailAddress("ana@example.org")) == nil)
        #expect(try office.letters().isEmpty)
    }

    @Test func aStrangerAtTheFormChangesNoName() throws {
        let address = try EmailAddress("ana@example.org")
        let profile = Profile(address: address, name: "Ana", language: "es")
        _ = try office.registrar.admit(profile, to: office.list, consentSource: "a stall", now: start)
        try office.registrar.request(
            SubscriptionRequest(
                list: office.list.name, address: address, name: "Mallory", language: "en", wording: Office.wording),
            now: start + Office.hour)
        let detail = try #require(try office.database.detail(of: address))
        #expect((detail.name, detail.language) == ("Ana", "es"))
    }

    @Test func aLetterThatCannotBeWrittenLeavesNoTrace() throws {
        let registrar = Registrar(
            register: office.database, correspondence: FailingWriter(), keys: office.keys, confirmationExpires: 60)
        let request = SubscriptionRequest(
            list: office.list.name, address: try EmailAddress("ana@example.org"), wording: Office.wording)
        #expect(throws: FailingWriter.Failure.self) { try registrar.request(request, now: start) }
        #expect(try office.database.detail(of: request.address) == nil)
    }
}
