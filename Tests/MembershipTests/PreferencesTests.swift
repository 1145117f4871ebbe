import Mail
import Membership
import Newsletter
import Signing
import Testing

/// What a reader changes through a fresh mailed link.
@Suite struct PreferencesTests {
    private let office: Office
    private let other: MailingList
    private let later = Office.start + Office.hour
    private var registrar: Registrar { office.registrar }

    init() throws {
        office = try Office()
        other = try Office.addList("publications", to: office.database)
    }

    private func token() throws -> String {
        try office.confirmed()
        try registrar.mailLinks(to: EmailAddress("Ana@example.org"), now: later)
        return try office.letter(now: later).preferences
    }

    private func change(
        _ lists: Set<ListName>, name: String? = nil, language: String? = nil, pausedUntil: Timestamp? = nil
    ) -> PreferencesChange {
        PreferencesChange(name: name, language: language, lists: lists, pausedUntil: pausedUntil) { _ in Office.wording
        }
    }

    private func preferences(_ token: String, now: Timestamp? = nil) throws -> Preferences? {
        guard case .open(let preferences) = try registrar.preferences(token, now: now ?? later) else { return nil }
        return preferences
    }

    @Test func onlyWhoReceivesSomethingIsMailedLinks() throws {
        try registrar.mailLinks(to: EmailAddress("ana@example.org"), now: Office.start)
        try office.request()
        _ = try office.letter()
        try registrar.mailLinks(to: EmailAddress("ana@example.org"), now: later)
        #expect(try office.letters(now: later).isEmpty)
    }

    @Test func theLinkWorksForAnHour() throws {
        let token = try token()
        #expect(try preferences(token, now: later + Office.hour) != nil)
        #expect(try registrar.preferences(token, now: later + (Office.hour + 1)) == .expired)
        let unsubscribe = try office.unsubscribeToken(generation: 1)
        for forged in [unsubscribe, String(token.dropLast()), ""] {
            #expect(try registrar.preferences(forged, now: later) == .invalid)
        }
    }

    @Test func listsNameLanguageAndPause() throws {
        let token = try token()
        let before = try #require(try preferences(token))
        #expect(before.choices.map(\.isSubscribed) == [true, false])
        let pause = later + 30 * Office.day
        _ = try registrar.save(
            token, change([other.name], name: "Ana", language: "es", pausedUntil: pause), network: "192.0.2.7",
            now: later)
        let after = try #require(try preferences(token))
        #expect((after.name, after.language, after.pausedUntil) == ("Ana", "es", pause))
        #expect(after.choices.map(\.isSubscribed) == [false, true])
        #expect(try office.events() == [.requested, .confirmed, .unsubscribed])
        #expect(try office.letter(now: later).undo != "", "leaving here is told by mail too")
        let detail = try #require(try office.database.detail(of: EmailAddress("ana@example.org")))
        let joined = try #require(detail.subscriptions.first { $0.list == other.name }?.consent.last)
        #expect((joined.event, joined.source, joined.wording) == (.confirmed, "preferences", Office.wording))
        #expect(try office.database.audience(of: other, now: later) == 0, "a pause holds issues back")
        #expect(try office.database.audience(of: other, now: pause) == 1)
    }

    @Test func anExpiredLinkChangesNothing() throws {
        let token = try token()
        let late = later + (Office.hour + 1)
        #expect(try registrar.save(token, change([]), network: nil, now: late) == .expired)
        #expect(try registrar.requestMove(token, to: EmailAddress("new@example.org"), now: late) == .expired)
        #expect(try office.state() == .confirmed)
        #expect(try office.letters(now: late).isEmpty)
    }

    // MARK: - Another address

    private func moveLetter(_ token: String, to address: String = "new@example.net") throws -> TokenLetter {
        _ = try registrar.requestMove(token, to: EmailAddress(address), now: later)
        return try office.letter(now: later)
    }

    @Test func aNewAddressIsUsedOnceItsOwnerConfirms() throws {
        let token = try token()
        let letter = try moveLetter(token)
        #expect(letter.recipient.text == "new@example.net")
        #expect(try registrar.look(at: letter.confirm, for: .confirm, now: later) == .readyToMove)
        #expect(try office.state() == .confirmed)
        #expect(try registrar.confirm(letter.confirm, network: "192.0.2.9", now: later) == .moved)
        #expect(try office.database.detail(of: EmailAddress("ana@example.org")) == nil)
        #expect(try office.state(of: "new@example.net") == .confirmed)
        #expect(try office.events(of: "new@example.net") == [.requested, .confirmed, .moved])
        #expect(try office.letter(now: later).recipient.text == "ana@example.org", "the old address is told")
        #expect(try registrar.confirm(letter.confirm, network: nil, now: later) == .moved, "spent")
        #expect(try registrar.preferences(token, now: later) == .expired, "whoever reads the old mailbox is out")
    }

    @Test func itsLinkExpiresAndANewerOneReplacesIt() throws {
        let token = try token()
        let first = try moveLetter(token)
        #expect(try registrar.confirm(first.confirm, network: nil, now: later + (Office.day + 1)) == .moveExpired)
        _ = try moveLetter(token, to: "newer@example.net")
        #expect(try registrar.confirm(first.confirm, network: nil, now: later) == .moveExpired)
    }

    @Test func aKnownAddressTakesTheListsOver() throws {
        _ = try office.admit("new@example.net", consent: "a stall")
        _ = try registrar.unsubscribe(EmailAddress("new@example.net"), from: nil, now: Office.start)
        let letter = try moveLetter(try token())
        #expect(try registrar.confirm(letter.confirm, network: nil, now: later) == .moved)
        #expect(try office.state() == .unsubscribed)
        #expect(try office.state(of: "new@example.net") == .confirmed)
        #expect(try office.audience == 1)
    }

    @Test func aBlockedAddressGetsNoLetter() throws {
        let token = try token()
        try office.suppress("example.net", .block)
        _ = try registrar.requestMove(token, to: EmailAddress("new@example.net"), now: later)
        #expect(try office.letters(now: later).isEmpty)
    }
}
