import Bounces
import Mail
import Membership
import Newsletter
import Outbox
import Returns
import Signing
import Testing

@Suite struct ReturnDeskTests {
    private let house: ReturnHouse
    private let start = ReturnHouse.start

    init() throws {
        house = try ReturnHouse()
        try house.subscribe("ana", "bea")
    }

    // MARK: - Whom it is about

    @Test func aDeadAddressIsSuspendedAtOnceAndNobodyElseIs() throws {
        let tokens = try house.send("one")
        let token = try #require(tokens["ana"])
        let receipt = try house.take(ReturnHouse.report(token, about: "ana@example.com"))
        #expect(receipt.fate == .recorded && receipt.effect == .suspended)
        #expect(try house.isSuspended("ana"))
        #expect(try !house.isSuspended("bea"))
        #expect(try house.database.suspension(of: house.subscriber("ana").id)?.reason == .noSuchAddress)
        #expect(try house.send("two").keys.sorted() == ["bea"])
    }

    @Test func theTokenDecidesAndNotTheText() throws {
        let tokens = try house.send("one")
        let token = try #require(tokens["ana"])
        // Sent on to an address that is dead; and a report that names another reader of ours.
        _ = try house.take(ReturnHouse.report(token, about: "bea@example.com"))
        #expect(try house.isSuspended("ana"))
        #expect(try !house.isSuspended("bea"))
    }

    @Test(arguments: ["", "aaaaaaaaaaaaafyr2ch2oc4vde"])
    func withoutAValidTokenNothingHappensAndItIsKept(forged: String) throws {
        _ = try house.send("one")
        let text = ReturnHouse.report(forged.isEmpty ? nil : forged, about: "ana@example.com")
        #expect(try house.take(text).fate == .kept)
        #expect(try !house.isSuspended("ana"))
        #expect(try house.kept.map(\.why) == ["unattributed"])
        let id = try #require(try house.kept.first?.id)
        #expect(try house.database.keptMail(id: id) == Array(text.utf8))
    }

    @Test func whoIsErasedIsLeftAlone() throws {
        let token = try #require(try house.send("one")["ana"])
        let link = try house.unsubscribeToken("ana")
        #expect(try house.database.erase(EmailAddress("ana@example.com"), keys: house.keys, now: start))
        #expect(try house.take(ReturnHouse.report(token, about: "ana@example.com")).fate == .ignored)
        let wish = ReturnHouse.mail(from: "ana@example.com", subject: "unsubscribe \(link)")
        #expect(try house.take(wish).fate == .ignored)
    }

    @Test func theSameMessageCountsOnceHoweverItsLinesEnd() throws {
        let token = try #require(try house.send("one")["ana"])
        let text = ReturnHouse.full(token, about: "ana@example.com")
        #expect(try house.take(text).effect == .counted)
        #expect(try house.take(text).fate == .duplicate)
        #expect(try house.take(text.replacing("\n", with: "\r\n"), now: start + 2 * ReturnHouse.day).fate == .duplicate)
        #expect(try house.take("From x@y Fri Jan  3 09:00:00 2020\n\(text)\n\n").fate == .duplicate)
        #expect(try house.score("ana") == 1)
    }

    @Test func anAliasIsAsDeadAsItsBestRecipient() throws {
        let token = try #require(try house.send("one")["ana"])
        let dead = ReturnHouse.report(token, about: "one@example.net")
        let two = dead.replacing(
            "Final-Recipient",
            with: "Final-Recipient: rfc822; two@example.net\nAction: delayed\nStatus: 4.4.1\n\nFinal-Recipient")
        #expect(try house.take(two).effect == .nothing)
        #expect(try !house.isSuspended("ana"))
    }

    @Test func aLateBounceOfMailToTheFormerAddressCountsNothing() throws {
        let token = try #require(try house.send("one")["ana"])
        let person = try house.subscriber("ana")
        try house.database.readdress(subscriber: person.id, to: EmailAddress("new@example.com"), now: start + 60)
        #expect(
            try house.take(ReturnHouse.report(token, about: "ana@example.com"), now: start + 120).effect == .nothing)
        #expect(try !house.isSuspended("new"))
    }

    // MARK: - Complaints

    @Test(arguments: [true, false]) func aComplaintUnsubscribesAndSuppresses(byMessageID: Bool) throws {
        let token = try #require(try house.send("one")["ana"])
        let link = try house.unsubscribeToken("ana")
        let receipt = try house.take(
            ReturnHouse.complaint(
                messageID: byMessageID ? "\(token).0123456789abcdef@example.org" : "x@example.org",
                listUnsubscribe: "<mailto:a@b.example>, <https://example.org/unsubscribe/\(link)>"))
        #expect(receipt.fate == .complained)
        #expect(try house.subscription("ana").state == .unsubscribed)
        #expect(try house.subscription("bea").state == .confirmed)
        #expect(try house.letters() == [], "who complained gets no mail about it")
        let again = try house.registrar.admit(
            Profile(address: EmailAddress("ana@example.com")), to: house.list, consentSource: "x", now: start)
        #expect(again == .suppressed)
        #expect(try house.database.suppressions().map(\.pattern) == ["ana@example.com"])
    }

    // MARK: - Readers' own mail

    @Test(arguments: ["unsubscribe TOKEN", "Re: unsubscribe TOKEN", "TOKEN"])
    func aMailWithTheTokenOfTheLinkUnsubscribes(subject: String) throws {
        let link = try house.unsubscribeToken("ana")
        let text = ReturnHouse.mail(
            from: "another@example.net", subject: subject.replacing("TOKEN", with: link),
            more: "Auto-Submitted: auto-generated\n")
        #expect(try house.take(text).fate == .unsubscribed)
        #expect(try house.subscription("ana").state == .unsubscribed)
        #expect(try house.letters() == ["ana@example.com"], "a goodbye with the way back")
        let consent = try house.database.detail(of: EmailAddress("ana@example.com"))?.subscriptions.first?.consent
        #expect(consent?.last?.source == "mail")
    }

    @Test func anAnswerThatAsksForItUnsubscribesByTheMessageThatItAnswers() throws {
        let token = try #require(try house.send("one")["ana"])
        let text = ReturnHouse.mail(
            from: "ana@example.com", subject: "Re: News", more: "In-Reply-To: <\(token).00@example.org>\n",
            text: "Please unsubscribe me.")
        #expect(try house.take(text).fate == .unsubscribed)
        #expect(try house.subscription("ana").state == .unsubscribed)
    }

    @Test func withoutATokenTheLinksAreMailedAndNothingElseHappens() throws {
        let text = ReturnHouse.mail(from: "ana@example.com", subject: "unsubscribe")
        #expect(try house.take(text).fate == .answered)
        #expect(try house.subscription("ana").state == .confirmed)
        #expect(try house.letters() == ["ana@example.com"])
        // As by the form: once an hour.
        #expect(try house.take(text + "\nonce more\n").fate == .answered)
        #expect(try house.take(ReturnHouse.mail(from: "nobody@example.com", subject: "unsubscribe")).fate == .answered)
        #expect(try house.letters() == [])
    }

    @Test func wordsOfPeopleGoToTheOwnerUpToALimit() throws {
        let text = ReturnHouse.mail(from: "ana@example.com", subject: "Re: News", text: "Thank you for the article!")
        #expect(try house.take(text).fate == .forwarded)
        #expect(try house.letters() == ["owner@example.org"])
        let fates = try (1...40).map { try house.take(text + "\($0)\n").fate }
        #expect(fates.count { $0 == .forwarded } == 29)
        #expect(fates.count { $0 == .kept } == 11)
        #expect(try house.kept.map(\.why) == Array(repeating: "too-many", count: 11))
    }

    @Test(arguments: [
        "Auto-Submitted: auto-generated\n", "Precedence: bulk\n", "List-Id: <other.example.net>\n",
    ])
    func automaticMailGoesToNobody(field: String) throws {
        let text = ReturnHouse.mail(from: "robot@example.net", subject: "Your report", more: field, text: "42 visits")
        let fate = try house.take(text).fate
        #expect(fate == .kept || fate == .ignored)
        #expect(try house.letters() == [])
    }

    @Test func vacationNotesCountNothing() throws {
        let token = try #require(try house.send("one")["ana"])
        let text = ReturnHouse.mail(
            from: "ana@example.com", subject: "Out of office",
            more: "Auto-Submitted: auto-replied\nDelivered-To: b+\(token)@example.org\n",
            text: "ana@example.com does not exist any more. User unknown.")
        #expect(try house.take(text).fate == .ignored)
        #expect(try !house.isSuspended("ana"))
        #expect(try house.kept.isEmpty)
    }
}
