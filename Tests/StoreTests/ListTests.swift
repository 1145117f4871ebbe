import Mail
import Membership
import Newsletter
import Store
import Testing

@Suite struct ListTests {
    private let fixture: Fixture
    private var database: Database { fixture.database }

    init() throws { fixture = try Fixture() }

    @Test func aListComesBackWhole() throws {
        let list = MailingList(
            id: 0, name: try ListName("msme"), title: "MSME News", description: "Every month",
            from: try Mailbox("MSME <msme@example.org>"), replyTo: try Mailbox("office@example.org"),
            postalAddress: "17th Street\nWashington", privacyURL: "https://example.org/privacy", language: "pt-BR",
            archive: .unlisted, createdAt: Fixture.start)
        let created = try #require(try database.create(list))
        #expect(try database.list(named: list.name) == created)
        #expect(created.from == list.from)
        #expect(created.replyTo == list.replyTo)
        #expect((created.archive, created.language) == (.unlisted, "pt-BR"))
        #expect(try database.create(list) == nil, "the name is taken")
    }

    @Test func listsAreNamedByTitle() throws {
        for name in ["zebra", "alpha"] { _ = try Fixture.addList(name, to: database) }
        #expect(try database.lists().map(\.title) == ["alpha", "news", "zebra"])
        #expect(try database.list(named: ListName("missing")) == nil)
    }

    @Test func subscriptionsAreCountedByState() throws {
        try fixture.reader("ana")
        try fixture.reader("bea")
        try fixture.reader("cai", .unsubscribed)
        #expect(try database.subscriptionCounts(of: fixture.list) == [.confirmed: 2, .unsubscribed: 1])
    }

    @Test func anExportNamesEverySubscription() throws {
        try fixture.reader("ana")
        try fixture.reader("bea", .pending)
        let other = try Fixture.addList("other", to: database)
        let ana = try #require(try database.subscriber(key: "ana@example.org"))
        _ = try database.addSubscription(list: other.id, subscriber: ana.id, state: .confirmed, now: Fixture.start)
        func export(_ list: MailingList?) throws -> [String] {
            var lines: [String] = []
            try database.exportSubscriptions(SubscriptionFilter(list: list?.id)) { row in
                lines.append("\(row.email) \(row.list.text) \(row.state.rawValue)")
            }
            return lines
        }
        #expect(try export(other) == ["ana@example.org other confirmed"])
        #expect(
            try export(nil) == [
                "ana@example.org news confirmed", "bea@example.org news pending", "ana@example.org other confirmed",
            ])
    }

    @Test func whatAPersonSaidStaysWhenAnImportKnowsMore() throws {
        let address = try EmailAddress("ana@example.org")
        let id = try database.addSubscriber(
            Profile(address: address, name: "Ana", attributes: ["country": "Peru"]), now: Fixture.start)
        try database.complete(
            subscriber: id,
            with: Profile(
                address: address, name: "A. Quispe", language: "es", attributes: ["country": "Chile", "office": "Lima"])
        )
        let detail = try #require(try database.detail(of: address))
        #expect((detail.name, detail.language) == ("Ana", "es"))
        #expect(detail.attributes == ["country": "Peru", "office": "Lima"])
    }
}
