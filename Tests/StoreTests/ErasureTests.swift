import Foundation
import Mail
import Membership
import Newsletter
import Testing

@testable import Store

@Suite struct ErasureTests {
    private let fixture: Fixture
    private let raw: RawDatabase

    init() throws {
        fixture = try Fixture()
        raw = try fixture.raw()
    }

    private func erase(_ name: String) throws {
        let address = try EmailAddress("\(name)@example.org")
        #expect(try fixture.database.erase(address, keys: fixture.keys, now: Fixture.start))
    }

    private func move(_ subscription: RegisteredSubscription, to name: String) throws {
        try fixture.database.readdress(
            subscriber: subscription.subscriber, to: EmailAddress("\(name)@example.org"), now: Fixture.start)
    }

    @Test func lettersToEarlierAddressesGoToo() throws {
        let ana = try fixture.reader("ana")
        try fixture.letter(to: "ana")
        try move(ana, to: "anna")
        try fixture.letter(to: "anna")
        try move(ana, to: "anne")
        try fixture.letter(to: "anne")
        try fixture.letter(to: "bea")
        try erase("anne")
        #expect(try raw.column("SELECT recipient FROM letter") == ["bea@example.org"])
    }

    @Test func aLetterThatIsOnItsWayIsBlankedAndNotTriedAgain() throws {
        let ana = try fixture.reader("ana")
        try fixture.letter(to: "ana")
        try move(ana, to: "anna")
        let claim = try #require(fixture.claim().first)
        try erase("anna")
        #expect(
            try raw.rows("SELECT recipient, length(message) FROM letter")
                == [["erased-\(ana.subscriber)@erased.invalid", "0"]])
        try fixture.record([claim.record(.deferred, due: Fixture.start + 60)])
        #expect(try raw.column("SELECT state FROM delivery") == ["skipped"])
    }

    @Test func pendingMovesFromAndToTheAddressGo() throws {
        let people = try ["ana", "bea", "cleo"].map { try fixture.reader($0).subscriber }
        for (person, name) in zip(people, ["anna", "ANA", "cloe"]) {
            let address = try EmailAddress("\(name)@example.org")
            _ = try fixture.database.addAddressChange(subscriber: person, to: address, now: Fixture.start)
            try fixture.database.enqueue(
                Letter(kind: .move, recipient: address, bytes: [1]), now: Fixture.start)
        }
        try erase("ana")
        #expect(try raw.column("SELECT email FROM address_change") == ["cloe@example.org"])
        #expect(try raw.column("SELECT recipient FROM letter") == ["cloe@example.org"])
    }

    @Test func noFileHoldsThePersonAfterwards() throws {
        let name = "Anastasia-of-the-log"
        let address = try EmailAddress("ana@example.org")
        let ana = try fixture.database.addSubscriber(Profile(address: address, name: name), now: Fixture.start)
        _ = try fixture.database.addSubscription(
            list: fixture.list.id, subscriber: ana, state: .confirmed, now: Fixture.start)
        #expect(try isFound(name))
        try erase("ana")
        #expect(try !isFound(name))
        #expect(try !isFound("ana@example.org"))
    }

    @Test func aReaderHoldsTheLogButNotTheErasure() throws {
        try fixture.reader("ana")
        try raw.execute("BEGIN")
        #expect(try raw.column("SELECT count(*) FROM subscriber") == ["1"])
        try erase("ana")
        #expect(try raw.column("SELECT email FROM subscriber") == ["ana@example.org"])
        try raw.execute("COMMIT")
        #expect(try raw.column("SELECT email FROM subscriber WHERE erased_at IS NULL") == [])
    }

    @Test func aPendingMoveIsPartOfThePersonsData() throws {
        let ana = try fixture.reader("ana")
        let address = try EmailAddress("ana@example.org")
        #expect(try fixture.database.personalData(of: address)?.newAddress == nil)
        let new = try EmailAddress("anna@example.org")
        _ = try fixture.database.addAddressChange(subscriber: ana.subscriber, to: new, now: Fixture.start)
        #expect(try fixture.database.personalData(of: address)?.newAddress?.text == new.text)
    }

    @Test func lettersToEarlierAddressesArePartOfThePersonsData() throws {
        let ana = try fixture.reader("ana")
        try fixture.letter(to: "ana")
        try move(ana, to: "anna")
        try fixture.letter(to: "anna")
        try fixture.letter(to: "bea")
        let address = try EmailAddress("anna@example.org")
        #expect(try fixture.database.personalData(of: address)?.systemMail.count == 2)
    }

    private func isFound(_ text: String) throws -> Bool {
        try ["", "-wal"].contains { suffix in
            try Data(contentsOf: URL(filePath: fixture.path + suffix)).range(of: Data(text.utf8)) != nil
        }
    }
}
