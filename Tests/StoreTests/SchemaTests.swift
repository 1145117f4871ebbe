import Mail
import Membership
import Testing

@testable import Store

@Suite struct SchemaTests {
    private let fixture: Fixture
    private let raw: RawDatabase

    init() throws {
        fixture = try Fixture()
        raw = try fixture.raw()
    }

    @Test func everyTableIsStrict() throws {
        let lax = try raw.column(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'")
        #expect(lax == [])
    }

    @Test func foreignKeysAreOn() throws {
        let error = try #require(throws: StoreError.self) {
            try fixture.database.addSubscription(list: 99, subscriber: 99, state: .pending, now: Fixture.start)
        }
        guard case .sqlite(_, "FOREIGN KEY constraint failed", _) = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test(arguments: ["UPDATE consent SET source = 'forged'", "DELETE FROM consent"])
    func theConsentRecordIsAppendOnly(_ forgery: String) throws {
        let subscription = try fixture.reader("ana")
        try fixture.database.append(
            ConsentEntry(subscription: subscription.id, at: Fixture.start, event: .imported, source: "a stall"))
        #expect(throws: RawDatabase.Failure.self) { try raw.execute(forgery) }
        #expect(try raw.column("SELECT source FROM consent") == ["a stall"])
    }

    @Test(arguments: [
        "INSERT OR REPLACE INTO consent SELECT id, subscription, at, event, 'forged', wording FROM consent",
        "UPDATE OR REPLACE consent SET id = id + 1",
        "INSERT INTO consent VALUES (-1, 1, 1, 'imported', 'forged', NULL)",
        "UPDATE wording SET text = 'forged'", "DELETE FROM wording",
        "INSERT OR REPLACE INTO wording SELECT id, 'forged', first_used_at FROM wording",
        "INSERT OR REPLACE INTO wording (text, first_used_at) SELECT text, 9 FROM wording",
        "UPDATE consent_network SET address = 'forged'",
        "INSERT OR REPLACE INTO consent_network SELECT consent, 'forged', at FROM consent_network",
    ])
    func nobodyRewordsTheConsentRecord(_ forgery: String) throws {
        let subscription = try fixture.reader("ana")
        try fixture.database.append(
            ConsentEntry(
                subscription: subscription.id, at: Fixture.start, event: .requested, source: "form",
                network: "192.0.2.7", wording: "Yes"))
        let record = """
            SELECT c.id, c.source, w.id, w.text, w.first_used_at, n.address
            FROM consent c JOIN wording w ON w.id = c.wording JOIN consent_network n ON n.consent = c.id
            """
        let before = try raw.rows(record)
        #expect(throws: RawDatabase.Failure.self) { try raw.execute(forgery) }
        #expect(before.count == 1)
        #expect(try raw.rows(record) == before)
    }

    @Test func aWordingIsKeptOnceHoweverManyAgreedToIt() throws {
        for name in ["ana", "bea"] {
            let subscription = try fixture.reader(name)
            try fixture.database.append(
                ConsentEntry(
                    subscription: subscription.id, at: Fixture.start, event: .requested, source: "form",
                    wording: "Yes, send me the news"))
        }
        #expect(try raw.column("SELECT count(*) FROM wording") == ["1"])
        let detail = try #require(try fixture.database.detail(of: EmailAddress("bea@example.org")))
        #expect(detail.subscriptions.first?.consent.map(\.wording) == ["Yes, send me the news"])
    }

    @Test(arguments: [
        "INSERT INTO delivery (issue, subscription, state, due, changed_at) VALUES (1, 1, 'queued', 1, 1)",
        "UPDATE delivery SET state = 'sending'", "UPDATE delivery SET due = NULL", "UPDATE delivery SET state = 'lost'",
        "UPDATE delivery SET issue = NULL",
    ])
    func aDeliveryThatContradictsItselfIsRefused(_ damage: String) throws {
        try fixture.reader("ana")
        _ = try fixture.queue("2020-01")
        #expect(throws: RawDatabase.Failure.self) { try raw.execute(damage) }
    }

    @Test func whatThisProgramNeverWroteIsSaidToBeDamage() throws {
        try fixture.reader("ana")
        try raw.execute("UPDATE subscriber SET email = 'nobody'")
        #expect(throws: StoreError.damaged("an address that is none")) {
            try fixture.database.detail(of: EmailAddress("ana@example.org"))
        }
    }
}
