import Mail
import Membership
import Newsletter
import Signing
import Store
import Testing

/// What ages, and what is erased.
@Suite struct RetentionTests {
    private let office: Office
    private let start = Office.start
    private let address: EmailAddress

    init() throws {
        office = try Office()
        address = try EmailAddress("ana@example.org")
    }

    private func tidy(after seconds: Int64) throws -> Tidied {
        let month = 30 * Office.day
        return try office.database.tidy(
            Retention(requests: month, deliveries: month, networkAddresses: month, bounces: month), keys: office.keys,
            now: start + seconds)
    }

    @Test func aRequestThatNobodyConfirmsIsDeletedWithThePerson() throws {
        try office.request()
        _ = try office.letters()
        #expect(try tidy(after: 30 * Office.day - 1).requests == 0)
        #expect(try office.state() == .pending)
        #expect(try tidy(after: 30 * Office.day).requests == 1)
        #expect(try office.database.personalData(of: address) == nil)
        #expect(try office.database.lettersSent(to: address.key, since: Timestamp(seconds: 0)) == 0)
        #expect(try office.database.suppressions().isEmpty)
    }

    /// A link of a deleted request must never belong to somebody else's.
    @Test func itsNumberIsNeverUsedAgain() throws {
        try office.request()
        let old = try office.letter()
        _ = try tidy(after: 30 * Office.day)
        try office.request("bea@example.org", now: start + 30 * Office.day)
        #expect(try office.registrar.look(at: old.confirm, for: .confirm, now: start + 30 * Office.day) == .invalid)
    }

    @Test func whoeverWasAReaderOnceStays() throws {
        try office.confirmed()
        _ = try office.registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: start)
        try office.request(now: start + Office.hour)
        #expect(try tidy(after: 31 * Office.day).requests == 1)
        #expect(try office.state() == .unsubscribed)
        #expect(try office.events().last == .expired)
        #expect(try tidy(after: 70 * Office.day).requests == 0)
    }

    @Test func anotherSubscriptionKeepsThePerson() throws {
        let other = try Office.addList("publications", to: office.database)
        try office.confirmed()
        try office.request(to: other, now: start + Office.hour)
        #expect(try tidy(after: 31 * Office.day).requests == 1)
        #expect(try office.database.detail(of: address)?.subscriptions.map(\.list) == [office.list.name])
    }

    @Test func whoDeclinedLeavesAMarkAlone() throws {
        try office.request()
        _ = try office.registrar.decline(office.letter().decline, network: nil, now: start)
        #expect(try tidy(after: 30 * Office.day).requests == 1)
        #expect(try office.database.detail(of: address) == nil)
        #expect(try office.admit(consent: "a bought list", now: start + 31 * Office.day) == .suppressed)
        try office.request(now: start + 31 * Office.day)
        #expect(try office.letters(now: start + 31 * Office.day).count == 1, "their own wish is heard")
    }

    @Test func networkAddressesAgeAndTheRecordStays() throws {
        try office.confirmed()
        #expect(try tidy(after: 30 * Office.day).networkAddresses == 1, "the confirmation came without one")
        let consent = try office.consent()
        #expect(consent.map(\.network) == [nil, nil])
        #expect(consent.map(\.event) == [.requested, .confirmed])
        #expect(consent.first?.wording == Office.wording)
        #expect(consent.first?.wordingVersion == 1)
    }

    @Test func systemMailThatIsDoneGoes() throws {
        try office.confirmed()
        #expect(try office.database.personalData(of: address)?.systemMail.count == 1)
        #expect(try tidy(after: 30 * Office.day).letters == 1)
        #expect(try office.database.personalData(of: address)?.systemMail.isEmpty == true)
    }

    // MARK: - Erasure

    @Test func erasingEmptiesThePersonAndKeepsTheCounts() throws {
        try office.confirmed()
        let goodbye = try {
            _ = try office.registrar.unsubscribe(office.unsubscribeToken(), network: nil, now: start)
            return try office.letter()
        }()
        _ = try office.registrar.undo(goodbye.undo, network: "192.0.2.7", now: start)
        #expect(try office.database.erase(address, keys: office.keys, now: start))
        #expect(try office.database.personalData(of: address) == nil)
        #expect(try office.database.erase(address, keys: office.keys, now: start) == false)
        #expect(try office.database.subscriptionCounts(of: office.list) == [.unsubscribed: 1])
        #expect(try office.audience == 0)
        #expect(try office.registrar.undo(goodbye.undo, network: nil, now: start) == .expired(office.list))
        var rows: [ExportedConsent] = []
        try office.database.exportConsent(of: nil) { rows.append($0) }
        #expect(rows.map(\.entry.event).last == .erased)
        #expect(rows.allSatisfy { $0.entry.network == nil && $0.email.hasSuffix("@erased.invalid") })
        try office.database.exportSubscriptions(SubscriptionFilter()) { _ in Issue.record("nobody is left") }
    }

    @Test func anErasedPersonComesBackByTheirOwnRequestOnly() throws {
        try office.confirmed()
        _ = try office.database.erase(address, keys: office.keys, now: start)
        #expect(try office.admit(consent: "an old file") == .suppressed)
        #expect(try office.admit(consent: nil) == .suppressed)
        try office.confirmed(now: start + Office.day)
        #expect(try office.audience == 1)
        #expect(try office.database.suppressions().isEmpty)
    }

    @Test func erasingLeavesABlockInPlace() throws {
        try office.confirmed()
        try office.suppress("ana@example.org", .block)
        _ = try office.database.erase(address, keys: office.keys, now: start)
        #expect(try office.database.suppressions().map(\.kind) == [.block])
        #expect(try office.database.suppressions().map(\.pattern) == [nil])
    }
}
