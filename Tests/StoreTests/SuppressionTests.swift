import Mail
import Membership
import Store
import Testing

@Suite struct SuppressionTests {
    private let fixture: Fixture
    private var database: Database { fixture.database }

    init() throws { fixture = try Fixture() }

    private func suppress(_ pattern: String, _ kind: SuppressionKind = .block) throws {
        try database.suppress(
            SuppressionPattern(pattern), kind, reason: "asked", keys: fixture.keys, now: Fixture.start)
    }

    private func lift(_ pattern: String) throws -> Bool {
        try database.unsuppress(SuppressionPattern(pattern), keys: fixture.keys, now: Fixture.start)
    }

    private var suppressed: [String] {
        get throws { try fixture.raw().column("SELECT email FROM subscriber WHERE suppressed ORDER BY id") }
    }

    private static let people = [
        "ana@example.org", "bea@EXAMPLE.org", "cai@news.example.org", "dov@a.news.example.org", "eva@badexample.org",
        "fay@bücher.example", "org@other.test",
    ]

    @Test(arguments: [
        ("ana@example.org", ["ana@example.org"]), ("ANA@Example.ORG", ["ana@example.org"]),
        ("example.org", ["ana@example.org", "bea@EXAMPLE.org"]),
        ("*.example.org", ["cai@news.example.org", "dov@a.news.example.org"]),
        ("*.news.example.org", ["dov@a.news.example.org"]), ("bücher.example", ["fay@bücher.example"]),
        ("xn--bcher-kva.example", ["fay@bücher.example"]),
        ("nobody@example.org", []),
    ])
    func aPatternSuppressesWhatItNamesAndLiftingLifts(_ pattern: String, _ covered: [String]) throws {
        for person in Self.people { try fixture.reader(person) }
        try suppress(pattern)
        #expect(try suppressed == covered)
        for person in Self.people {
            let marks = SuppressionPattern.marks(over: try EmailAddress(person), fixture.keys)
            #expect(try database.suppression(under: marks) == (covered.contains(person) ? .block : nil), "\(person)")
        }
        #expect(try lift(pattern))
        #expect(try suppressed == [])
        #expect(try !lift(pattern), "nothing is left to lift")
    }

    @Test func liftingOnePatternLeavesWhatAnotherCovers() throws {
        try fixture.reader("ana")
        try suppress("ana@example.org", .noImport)
        try suppress("example.org")
        _ = try lift("ana@example.org")
        #expect(try suppressed == ["ana@example.org"])
        _ = try lift("example.org")
        #expect(try suppressed == [])
    }

    @Test func aBlockIsStrongerThanNoImport() throws {
        try suppress("ana@example.org", .noImport)
        try suppress("example.org", .block)
        let marks = SuppressionPattern.marks(over: try EmailAddress("ana@example.org"), fixture.keys)
        #expect(try database.suppression(under: marks) == .block)
    }

    @Test func theListNamesDomainsAndTheAddressesOfKnownPeople() throws {
        try fixture.reader("ana")
        for pattern in ["ana@example.org", "stranger@example.org", "*.example.com"] { try suppress(pattern) }
        let patterns = try database.suppressions().map { $0.pattern ?? "a mark" }
        #expect(patterns.sorted() == ["*.example.com", "a mark", "ana@example.org"])
    }

    @Test func theTablesKeepNoStrangersAddress() throws {
        try suppress("stranger@example.org")
        let row = try fixture.raw().rows("SELECT domain, subscriber, reason FROM suppression")
        #expect(row == [["NULL", "NULL", "asked"]])
    }

    @Test func aSuppressedReaderIsLeftOutOfARunningIssue() throws {
        _ = try fixture.readers(2)
        _ = try fixture.queue("2020-01")
        try suppress("reader0@example.org")
        #expect(try fixture.claim().map(\.name) == ["reader1"])
    }
}
