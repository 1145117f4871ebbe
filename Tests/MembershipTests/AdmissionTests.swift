import Mail
import Membership
import Newsletter
import Testing

/// People whom an admin or an import adds.
@Suite struct AdmissionTests {
    private let office: Office
    private let start = Office.start

    init() throws { office = try Office() }

    @Test func withConsentThatWasGivenElsewhere() throws {
        #expect(try office.admit(consent: "stall at the fair, 2019-11-02") == .confirmed)
        #expect(try office.state() == .confirmed)
        #expect(try office.letters().isEmpty)
        let consent = try office.consent()
        #expect(consent.map(\.event) == [.imported])
        #expect(consent.map(\.source) == ["stall at the fair, 2019-11-02"])
        #expect(try office.admit(consent: "another") == .alreadySubscribed)
        #expect(try office.events() == [.imported])
    }

    @Test func withoutConsentTheyAreAsked() throws {
        #expect(try office.admit(consent: nil) == .invited)
        #expect(try office.state() == .pending)
        #expect(try office.consent().map(\.source) == ["admin"])
        let letter = try office.letter()
        #expect(try office.admit(consent: nil) == .alreadyInvited)
        #expect(try office.letters().isEmpty)
        #expect(try office.registrar.confirm(letter.confirm, network: nil, now: start) == .done(office.list))
        #expect(try office.events() == [.requested, .confirmed])
    }

    @Test func consentGivenElsewhereSettlesAnInvitation() throws {
        _ = try office.admit(consent: nil)
        #expect(try office.admit(consent: "signed on paper") == .confirmed)
        #expect(try office.events() == [.requested, .imported])
    }

    @Test(arguments: ["a list of 2019", nil]) func whoHasLeftIsNotBroughtBack(_ consent: String?) throws {
        try office.confirmed()
        _ = try office.registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: start)
        _ = try office.letters()
        #expect(try office.admit(consent: consent, now: start + Office.day) == .unsubscribed)
        #expect(try office.state() == .unsubscribed)
        #expect(try office.letters(now: start + Office.day).isEmpty)
        #expect(try office.events().last == .unsubscribed)
    }

    @Test func aStrangersRequestOpensNoWayBackForAnImport() throws {
        try office.confirmed()
        _ = try office.registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: start)
        try office.request(now: start + Office.day)
        #expect(try office.state() == .pending)
        #expect(try office.admit(consent: "a list of 2019", now: start + Office.day) == .unsubscribed)
        #expect(try office.state() == .pending)
    }

    @Test(arguments: SuppressionKind.allCases, ["ana@example.org", "example.org"])
    func whoIsSuppressedIsNotAdmitted(_ kind: SuppressionKind, _ pattern: String) throws {
        try office.suppress(pattern, kind)
        let before = try office.contents()
        for consent in ["a list of 2019", nil] {
            #expect(try office.admit(consent: consent) == .suppressed)
        }
        #expect(try office.contents() == before)
    }

    @Test func aLetterThatCannotBeWrittenLeavesNoTrace() throws {
        let registrar = Registrar(
            register: office.database, correspondence: FailingWriter(), keys: office.keys, confirmationExpires: 60)
        let profile = Profile(address: try EmailAddress("ana@example.org"))
        #expect(throws: FailingWriter.Failure.self) {
            try registrar.admit(profile, to: office.list, consentSource: nil, now: start)
        }
        #expect(try office.database.detail(of: profile.address) == nil)
    }

    // MARK: - No import

    @Test func theOwnRequestOfWhoIsKeptFromImportsIsHeardAndConfirmingLiftsIt() throws {
        try office.suppress("ana@example.org", .noImport)
        try office.request()
        let letter = try office.letter()
        #expect(try office.admit(consent: "a list of 2019") == .suppressed, "the request alone lifts nothing")
        #expect(try office.registrar.confirm(letter.confirm, network: nil, now: start) == .done(office.list))
        #expect(try office.database.suppressions().isEmpty)
        #expect(try office.audience == 1)
    }

    /// Erased or complained after having been a reader: the person's row knows of the suppression.
    @Test func aFormerReaderWhoConfirmsAgainGetsIssuesAgain() throws {
        try office.confirmed()
        try office.suppress("ana@example.org", .noImport)
        _ = try office.registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: start)
        _ = try office.letters()
        let later = start + Office.hour
        try office.request(now: later)
        _ = try office.registrar.confirm(office.letter(now: later).confirm, network: nil, now: later)
        #expect(try office.audience == 1)
        #expect(try office.database.detail(of: EmailAddress("ana@example.org"))?.suppressed == false)
    }

    @Test func aBlockThatCameBeforeTheConfirmationStands() throws {
        try office.request()
        let letter = try office.letter()
        try office.suppress("ana@example.org", .block)
        _ = try office.registrar.confirm(letter.confirm, network: nil, now: start)
        #expect(try office.audience == 0)
        #expect(try office.database.suppressions().map(\.kind) == [.block])
    }

    @Test func whoConfirmsUnderADomainKeptFromImportsGetsIssues() throws {
        try office.request()
        let letter = try office.letter()
        try office.suppress("example.org", .noImport)
        _ = try office.registrar.confirm(letter.confirm, network: nil, now: start)
        #expect(try office.audience == 1)
        #expect(try office.admit("bea@example.org", consent: "a list") == .suppressed, "the others stay kept out")
    }
}
