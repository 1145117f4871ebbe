import Mail
import Membership
import Newsletter
import Signing
import Testing

/// Following the links of a mail.
@Suite struct LinkTests {
    private let office: Office
    private let start = Office.start
    private var registrar: Registrar { office.registrar }

    init() throws { office = try Office() }

    @Test func confirmingOnceOrTwiceIsTheSame() throws {
        try office.request()
        let letter = try office.letter()
        for _ in 0..<2 {
            #expect(
                try registrar.confirm(letter.confirm, network: "2001:db8::7", now: start + 60) == .done(office.list))
        }
        #expect(try office.state() == .confirmed)
        #expect(try office.audience == 1)
        let consent = try office.consent()
        #expect(consent.map(\.event) == [.requested, .confirmed])
        #expect(consent.map(\.source) == ["form", "link"])
        #expect(consent.map(\.network) == ["192.0.2.7", "2001:db8::7"])
        #expect(consent.map(\.wording) == [Office.wording, nil])
    }

    @Test func aConfirmationExpires() throws {
        try office.request()
        let letter = try office.letter()
        let end = start + 7 * Office.day
        #expect(try registrar.look(at: letter.confirm, for: .confirm, now: end) == .ready(office.list))
        #expect(try registrar.confirm(letter.confirm, network: nil, now: end + 1) == .expired(office.list))
        #expect(try office.state() == .pending)
        #expect(try registrar.confirm(letter.confirm, network: nil, now: end) == .done(office.list))
        #expect(try registrar.confirm(letter.confirm, network: nil, now: end + 1) == .done(office.list))
    }

    @Test func declining() throws {
        try office.request()
        let letter = try office.letter()
        for _ in 0..<2 {
            #expect(try registrar.decline(letter.decline, network: nil, now: start) == .done(office.list))
        }
        #expect(try office.state() == .unsubscribed)
        #expect(try office.events() == [.requested, .declined])
        #expect(try registrar.confirm(letter.confirm, network: nil, now: start) == .declined(office.list))
        #expect(try office.state() == .unsubscribed)
    }

    @Test func decliningAfterTheConfirmation() throws {
        let letter = try office.confirmed()
        #expect(try registrar.decline(letter.decline, network: nil, now: start) == .done(office.list))
        #expect(try office.state() == .unsubscribed)
        #expect(try office.events() == [.requested, .confirmed, .declined])
    }

    @Test func unsubscribingOnceOrTwiceIsTheSame() throws {
        try office.confirmed()
        let token = try office.unsubscribeToken()
        #expect(try registrar.look(at: token, for: .unsubscribe, now: start) == .ready(office.list))
        for _ in 0..<2 {
            #expect(try registrar.unsubscribe(token, network: "192.0.2.9", now: start) == .done(office.list))
        }
        #expect(try registrar.look(at: token, for: .unsubscribe, now: start) == .done(office.list))
        #expect(try office.events() == [.requested, .confirmed, .unsubscribed])
        #expect(try office.consent().last?.network == "192.0.2.9")
        #expect(try office.audience == 0)
    }

    @Test(arguments: [0, 1, 2] as [Int32]) func anUnsubscribeLinkOfAnyAgeWorks(_ generation: Int32) throws {
        try office.confirmed()
        let years = start + 3000 * Office.day
        let token = try office.unsubscribeToken(generation: generation)
        #expect(try registrar.unsubscribe(token, network: nil, now: years) == .done(office.list))
        #expect(try office.state() == .unsubscribed)
    }

    @Test func aLinkChangesOnlyItsOwnSubscription() throws {
        try office.confirmed()
        _ = try office.admit("bea@example.org", consent: "a stall")
        _ = try registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: start)
        #expect(try office.state(of: "bea@example.org") == .confirmed)
    }

    // MARK: - What is no link

    @Test func aTokenOfAnotherPurposeIsInvalidAndChangesNothing() throws {
        try office.request()
        let letter = try office.letter()
        let unsubscribe = try office.unsubscribeToken(generation: 1)
        let before = try office.contents()
        for (token, works) in [
            (letter.confirm, LinkPurpose.confirm), (letter.decline, .decline), (unsubscribe, .unsubscribe),
        ] {
            if works != .confirm { #expect(try registrar.confirm(token, network: nil, now: start) == .invalid) }
            if works != .decline { #expect(try registrar.decline(token, network: nil, now: start) == .invalid) }
            if works != .unsubscribe { #expect(try registrar.unsubscribe(token, network: nil, now: start) == .invalid) }
        }
        #expect(try office.contents() == before)
    }

    @Test func aForgedTokenIsInvalidAndChangesNothing() throws {
        try office.request()
        let letter = try office.letter()
        let id = try office.subscription().id
        let stranger = LinkToken(purpose: .confirm, subscription: id, generation: 1, issuedAt: start)
            .signed(by: SecretKeys.generate())
        let nobody = LinkToken(purpose: .confirm, subscription: id + 1, generation: 1, issuedAt: start)
            .signed(by: office.keys)
        let changed = (letter.confirm.first == "A" ? "B" : "A") + letter.confirm.dropFirst()
        let before = try office.contents()
        for token in [stranger, nobody, changed, letter.confirm + "A", String(letter.confirm.dropLast()), "", "💌"] {
            #expect(try registrar.look(at: token, for: .confirm, now: start) == .invalid)
            #expect(try registrar.confirm(token, network: nil, now: start) == .invalid)
        }
        #expect(try office.contents() == before)
    }

    @Test(arguments: [SubscriptionState.pending, .confirmed, .unsubscribed])
    func lookingNeverChangesAnything(_ state: SubscriptionState) throws {
        try office.request()
        let letter = try office.letter()
        let unsubscribe = try office.unsubscribeToken()
        if state != .pending { _ = try registrar.confirm(letter.confirm, network: nil, now: start) }
        if state == .unsubscribed { _ = try registrar.unsubscribe(unsubscribe, network: nil, now: start) }
        let before = try office.contents()
        for now in [start, start + 30 * Office.day] {
            for token in [letter.confirm, letter.decline, unsubscribe, "forged"] {
                for purpose in [LinkPurpose.confirm, .decline, .unsubscribe] {
                    _ = try registrar.look(at: token, for: purpose, now: now)
                }
            }
        }
        #expect(try office.contents() == before)
        #expect(try office.state() == state)
    }
}
