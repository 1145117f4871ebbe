import Mail
import Membership
import Newsletter
import Signing
import Testing

/// Leaving, and the way back.
@Suite struct LeavingTests {
    private let office: Office
    private let start = Office.start
    private var registrar: Registrar { office.registrar }

    init() throws { office = try Office() }

    private func left() throws -> TokenLetter {
        try office.confirmed()
        _ = try registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: start)
        return try office.letter()
    }

    @Test func whoeverLeavesIsToldOnceAndMayUndoIt() throws {
        let letter = try left()
        _ = try registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: start)
        #expect(try office.letters().isEmpty, "pressing again tells nothing new")
        let later = start + 6 * Office.day
        #expect(try registrar.look(at: letter.undo, for: .undo, now: later) == .ready(office.list))
        for _ in 0..<2 {
            #expect(try registrar.undo(letter.undo, network: "192.0.2.8", now: later) == .done(office.list))
        }
        #expect(try office.state() == .confirmed)
        #expect(try office.audience == 1)
        #expect(try office.events() == [.requested, .confirmed, .unsubscribed, .returned])
        #expect(try office.consent().last?.network == "192.0.2.8")
    }

    @Test func theWayBackIsOpenForSevenDays() throws {
        let letter = try left()
        let end = start + 7 * Office.day
        #expect(try registrar.look(at: letter.undo, for: .undo, now: end) == .ready(office.list))
        #expect(try registrar.undo(letter.undo, network: nil, now: end + 1) == .expired(office.list))
        #expect(try office.state() == .unsubscribed)
    }

    @Test func aBlockClosesIt() throws {
        let letter = try left()
        try office.suppress("example.org", .block)
        #expect(try registrar.undo(letter.undo, network: nil, now: start) == .expired(office.list))
        #expect(try office.audience == 0)
    }

    @Test func whoAskedAnewHasAnotherLink() throws {
        let letter = try left()
        try office.request(now: start + Office.hour)
        #expect(try registrar.undo(letter.undo, network: nil, now: start + Office.hour) == .expired(office.list))
        #expect(try office.state() == .pending)
    }

    @Test func aRequestThatMailsNothingLeavesTheWayBackOpen() throws {
        let letter = try left()
        try office.request(now: start + 1)
        #expect(try office.letters(now: start + 1).isEmpty)
        #expect(try office.state() == .unsubscribed)
        #expect(try office.events() == [.requested, .confirmed, .unsubscribed])
        #expect(try registrar.undo(letter.undo, network: nil, now: start + 1) == .done(office.list))
        #expect(try office.state() == .confirmed)
    }

    @Test func decliningAfterConfirmingIsToldAndMayBeUndone() throws {
        let letter = try office.confirmed()
        #expect(try registrar.decline(letter.decline, network: nil, now: start) == .done(office.list))
        #expect(try office.state() == .unsubscribed)
        let goodbye = try office.letter()
        #expect(try registrar.undo(goodbye.undo, network: nil, now: start) == .done(office.list))
        #expect(try office.state() == .confirmed)
    }

    @Test func decliningARequestTellsNobody() throws {
        try office.request()
        let letter = try office.letter()
        _ = try registrar.decline(letter.decline, network: nil, now: start)
        #expect(try office.letters().isEmpty)
    }

    @Test func whoConfirmsIsWelcomedWithAWayOut() throws {
        var list = office.list
        list.sendsWelcome = true
        try office.database.update(list)
        try office.confirmed()
        let letters = try office.letters()
        #expect(letters.count == 1)
        #expect(try registrar.unsubscribe(letters[0].unsubscribe, network: nil, now: start) == .done(list))
        let goodbye = try office.letter()
        _ = try registrar.undo(goodbye.undo, network: nil, now: start)
        #expect(try office.letters().isEmpty, "the way back is no new welcome")
    }

    @Test func goodbyesAreThreeADay() throws {
        try office.confirmed()
        for turn in 1...3 {
            _ = try registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: start)
            let letter = try office.letter()
            #expect(try registrar.undo(letter.undo, network: nil, now: start) == .done(office.list), "turn \(turn)")
        }
        _ = try registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: start)
        #expect(try office.letters().isEmpty)
        #expect(try office.state() == .unsubscribed, "leaving needs no letter")

        try office.request(now: start + Office.hour)
        let later = start + Office.day
        _ = try registrar.confirm(office.letter(now: start + Office.hour).confirm, network: nil, now: later)
        _ = try registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: later)
        #expect(try office.letter(now: later).undo != "", "a new day")
    }

    @Test(arguments: [true, false]) func whatAnAdminEndsNoOldLinkBringsBack(cameBack: Bool) throws {
        let letter = try left()
        if cameBack { _ = try registrar.undo(letter.undo, network: nil, now: start) }
        let ended = try registrar.unsubscribe(EmailAddress("ana@example.org"), from: nil, now: start)
        #expect(ended == (cameBack ? [office.list.name] : []))
        #expect(try registrar.undo(letter.undo, network: nil, now: start) == .expired(office.list))
        #expect(try office.state() == .unsubscribed)
    }

    @Test func anAdminUnsubscribesWithoutAMail() throws {
        try office.confirmed()
        let address = try EmailAddress("ANA@example.org")
        #expect(try registrar.unsubscribe(address, from: nil, now: start) == [office.list.name])
        #expect(try registrar.unsubscribe(address, from: office.list, now: start) == [])
        #expect(try registrar.unsubscribe(EmailAddress("x@example.org"), from: nil, now: start) == nil)
        #expect(try office.letters().isEmpty)
        #expect(try office.consent().last?.source == "admin")
        #expect(try office.state() == .unsubscribed)
    }
}
