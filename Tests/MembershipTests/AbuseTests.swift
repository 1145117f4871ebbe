import Foundation
import Mail
import Membership
import Newsletter
import Signing
import Testing

/// The form as a weapon, and as an oracle.
@Suite struct AbuseTests {
    private let office: Office
    private let start = Office.start

    init() throws { office = try Office() }

    @Test func anAddressGetsThreeLettersADayHoweverOftenItIsEntered() throws {
        var letters = 0
        for minute in stride(from: 0, to: 48 * 60, by: 10) {
            let now = start + Int64(minute) * 60
            try office.request(network: "2001:db8::\(minute)", now: now)
            letters += try office.letters(now: now).count
        }
        #expect(letters == 6)
    }

    @Test(arguments: [
        ["ana@example.org", "ana+a@example.org", "Ana+b+c@EXAMPLE.org"],
        ["anab@gmail.com", "a.nab@gmail.com", "an.ab+x@googlemail.com"],
    ])
    func oneMailboxUnderManyAddressesGetsOneLetter(_ addresses: [String]) throws {
        for address in addresses { try office.request(address) }
        #expect(try office.letters().count == 1)
    }

    @Test(arguments: [["a.na@example.org", "ana@example.org"], ["+a@example.org", "+b@example.org"]])
    func mailboxesThatDifferGetTheirOwn(_ addresses: [String]) throws {
        for address in addresses { try office.request(address) }
        #expect(try office.letters().count == 2)
    }

    /// Whatever is known of the address: one letter is composed and one transaction is written.
    @Test(arguments: ["unknown", "pending", "subscribed", "left", "blocked"])
    func everyRequestCostsTheSame(_ kind: String) throws {
        switch kind {
        case "pending": try office.request()
        case "subscribed": try office.confirmed()
        case "left":
            try office.confirmed()
            _ = try office.registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: start)
        case "blocked": try office.suppress("ana@example.org", .block)
        default: break
        }
        let writer = CountingWriter()
        let registrar = Registrar(
            register: office.database, correspondence: writer, keys: office.keys, confirmationExpires: 60)
        for (turn, now) in [start + Office.hour, start + (Office.hour + 1)].enumerated() {
            let before = try office.contents()
            try registrar.request(
                SubscriptionRequest(
                    list: office.list.name, address: EmailAddress("ana@example.org"), wording: Office.wording),
                now: now)
            #expect(writer.count == 2 * turn + 1)
            #expect(try office.contents() != before)
            try registrar.mailLinks(to: EmailAddress("ana@example.org"), now: now)
            #expect(writer.count == 2 * turn + 2)
        }
    }

    private final class CountingWriter: Correspondence, @unchecked Sendable {  // one thread
        var count = 0
        private let writer = TokenWriter()

        func welcome(
            of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp
        ) -> Letter {
            count += 1
            return writer.welcome(of: list, to: person, unsubscribe: unsubscribe, now: now)
        }

        func confirmation(
            of lists: [MailingList], to person: RegisteredSubscriber, confirm: String, decline: String, now: Timestamp
        ) throws -> Letter {
            count += 1
            return try writer.confirmation(of: lists, to: person, confirm: confirm, decline: decline, now: now)
        }

        func links(
            of list: MailingList, to person: RegisteredSubscriber, preferences: String, lists: [OwnSubscription],
            now: Timestamp
        ) throws -> Letter {
            count += 1
            return try writer.links(of: list, to: person, preferences: preferences, lists: lists, now: now)
        }

        func goodbye(of list: MailingList, to person: RegisteredSubscriber, undo: String, now: Timestamp) -> Letter {
            writer.goodbye(of: list, to: person, undo: undo, now: now)
        }

        func move(of list: MailingList, to person: RegisteredSubscriber, confirm: String, now: Timestamp) -> Letter {
            writer.move(of: list, to: person, confirm: confirm, now: now)
        }

        func moved(of list: MailingList, from person: RegisteredSubscriber, now: Timestamp) -> Letter {
            writer.moved(of: list, from: person, now: now)
        }

        func probe(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp)
            throws -> Letter
        { try writer.probe(of: list, to: person, unsubscribe: unsubscribe, now: now) }
    }
}
