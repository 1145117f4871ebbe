import Testing

@testable import Arguments

private struct TooShort: Error, CustomStringConvertible {
    let description = "it must have three letters or more"
}

private struct Title: Equatable {
    let text: String

    init(_ text: String) throws(TooShort) {
        guard text.count >= 3 else { throw TooShort() }
        self.text = text
    }
}

private func parsed(_ words: String...) throws -> ParsedArguments {
    guard case .run(let arguments) = try sample.parse(words) else { throw TooShort() }
    return arguments
}

@Suite("Values by name")
struct ParsedArgumentsTests {
    @Test func valuesByName() throws {
        let arguments = try parsed("list", "create", "msme", "--name", "News", "--tag", "a", "--tag", "b", "--json")
        #expect(arguments.positional("NAME") == "msme")
        #expect(arguments.requiredValue("name") == "News")
        #expect(arguments.value("from") == nil)
        #expect(arguments.values("tag") == ["a", "b"])
        #expect(arguments.flag("json"))
        #expect(!arguments.flag("quiet"))
        #expect(try parsed("issue", "queue", "a").positionals("VERSION") == [])
        #expect(try parsed("issue", "queue", "a", "b", "c").positionals("VERSION") == ["b", "c"])
    }

    @Test func typesCheckTheirValues() throws {
        let good = try parsed("list", "create", "msme", "--name", "News")
        #expect(try good.requiredValue("name", Title.init) == Title("News"))
        #expect(try good.positional("NAME", Title.init) == Title("msme"))
        #expect(try good.value("from", Title.init) == nil)

        let bad = try parsed("list", "create", "m", "--name", "N", "--from", "F")
        let expected = "it must have three letters or more (see `post list create --help`)"
        #expect(
            throws: UsageError(.badValue(of: "NAME", reason: "\(TooShort())"), program: "post", path: bad.command.path)
        ) {
            try bad.positional("NAME", Title.init)
        }
        let required = #expect(throws: UsageError.self) { try bad.requiredValue("name", Title.init) }
        #expect(required?.description == "--name: " + expected)
        let optional = #expect(throws: UsageError.self) { try bad.value("from", Title.init) }
        #expect(optional?.description == "--from: " + expected)
    }

    @Test(
        "numbers",
        arguments: [
            ("1", 1), ("100", 100), ("0", nil), ("101", nil), ("-1", nil), ("", nil), ("1.5", nil), ("ten", nil),
            ("99999999999999999999", nil),
        ] as [(String, Int?)])
    func numbers(text: String, expected: Int?) throws {
        let arguments = try parsed("send", "--limit=\(text)")
        guard let expected else {
            let error = #expect(throws: UsageError.self) { try arguments.number("limit", in: 1...100) }
            #expect(
                error?.description
                    == "--limit: it must be a whole number from 1 to 100 (see `post send --help`)")
            return
        }
        #expect(try arguments.number("limit", in: 1...100) == expected)
    }

    @Test func aNumberThatIsNotGivenIsNil() throws {
        #expect(try parsed("send").number("limit") == nil)
    }

    @Test func exitCodesAreSysexits() {
        #expect(ExitCode.allCases.map(\.rawValue) == [0, 64, 65, 66, 69, 75, 78])
    }
}
