import Testing

@testable import YAML

@Suite struct YAMLMappingTests {
    private func mapping(_ yaml: String) throws -> YAMLMapping {
        try YAMLMapping(YAMLNode.parse(yaml, file: "config/mailer.yaml"))
    }

    @Test func `the wanted type reads the text`() throws {
        var mapping = try mapping("language: no\nkeep: no\nconnections: 16\nlists: [a, no]\nempty:\n")
        #expect(try mapping.required("language", as: String.self) == "no")
        #expect(try mapping.required("keep", as: Bool.self) == false)
        #expect(try mapping.optional("connections", as: Int.self) == 16)
        #expect(try mapping.required("lists", as: [String].self) == ["a", "no"])
        #expect(try mapping.optional("empty", as: String.self) == nil)
        #expect(try mapping.optional("absent", as: String.self) == nil)
        try mapping.finish()
    }

    @Test func `remaining keys are listed in the order of the file, with their values`() throws {
        var mapping = try mapping("subject: x\nvenue: Lima\nseason:\n")
        _ = try mapping.required("subject", as: String.self)
        #expect(mapping.remaining.map(\.key) == ["venue", "season"])
        #expect(mapping.remaining.map(\.value.content) == [.scalar("Lima"), .nothing])
    }

    @Test(arguments: [
        ("lisen: x", "config/mailer.yaml:1:1: unknown key \"lisen\"; did you mean \"listen\"?"),
        ("from: x\n\n  \nLISTEN: x", "config/mailer.yaml:4:1: unknown key \"LISTEN\"; did you mean \"listen\"?"),
        ("lsiten: x", "config/mailer.yaml:1:1: unknown key \"lsiten\"; did you mean \"listen\"?"),
        ("public-url: x", "config/mailer.yaml:1:1: unknown key \"public-url\"; did you mean \"public_url\"?"),
        ("colour: x", "config/mailer.yaml:1:1: unknown key \"colour\"; remove it, or comment it out with #"),
    ])
    func `unknown keys are found, with a suggestion`(yaml: String, expected: String) throws {
        var mapping = try mapping(yaml)
        for key in ["from", "listen", "public_url"] { _ = mapping.node(key) }
        let error = #expect(throws: YAMLError.self) { try mapping.finish() }
        #expect(error?.description == expected)
    }

    @Test(arguments: [
        (
            "other: x",
            "config/mailer.yaml:1:1: missing key \"from\"; add a line like \"from: News <news@example.org>\""
        ),
        ("from:", "config/mailer.yaml:1:1: \"from\" has no value; add a line like \"from: News <news@example.org>\""),
        ("x: y\nform: z", "config/mailer.yaml:2:1: unknown key \"form\"; did you mean \"from\"?"),
        ("from: [a]", "config/mailer.yaml:1:7: \"from\" must be text, not a list"),
        ("from: {a: b}", "config/mailer.yaml:1:7: \"from\" must be text, not a mapping of keys"),
        ("", "config/mailer.yaml:1:1: missing key \"from\"; add a line like \"from: News <news@example.org>\""),
    ])
    func `a required key that is missing, empty, misspelt or of another kind`(yaml: String, expected: String) throws {
        var mapping = try mapping(yaml)
        let error = #expect(throws: YAMLError.self) {
            try mapping.required("from", as: String.self, example: "from: News <news@example.org>")
        }
        #expect(error?.description == expected)
    }

    @Test func `wrong types name the key`() throws {
        var mapping = try mapping("n: many\nb: maybe\nl: x\nr: 2000")
        func message(_ read: () throws -> Void) -> String? {
            #expect(throws: YAMLError.self, performing: read)?.message
        }
        #expect(
            message { _ = try mapping.required("n", as: Int.self) } == "\"n\" must be a whole number, not \"many\"")
        #expect(
            message { _ = try mapping.required("b", as: Bool.self) } == "\"b\" must be true or false, not \"maybe\"")
        #expect(message { _ = try mapping.required("l", as: [Int].self) } == "\"l\" must be a list, not \"x\"")
        let range = try mapping.requiredNode("r")
        #expect(
            message { _ = try Int(yaml: range, in: 1...1024) }
                == "\"r\" must be a whole number from 1 to 1024, not \"2000\"")
    }

    @Test func `what is no mapping is refused`() {
        let error = #expect(throws: YAMLError.self) { try mapping("- a\n- b") }
        #expect(error?.message == "this value must be a mapping of keys, not a list")
    }
}
