import Testing

@testable import YAML

@Suite struct YAMLNodeTests {
    @Test func `every node knows its line and column`() throws {
        let node = try YAMLNode.parse("# a comment\na: één\nlist:\n  - x\n  - {b: c}\n", file: "f.yaml")
        guard case .mapping(let entries) = node.content else { throw node.mismatch(wanted: "a mapping") }
        #expect(entries.map(\.key) == ["a", "list"])
        #expect(entries.map(\.place.description) == ["f.yaml:2:1", "f.yaml:3:1"])
        #expect(entries[0].value.place.description == "f.yaml:2:4")
        guard case .sequence(let items) = entries[1].value.content else { throw node.mismatch(wanted: "a list") }
        #expect(items.map(\.place.description) == ["f.yaml:4:5", "f.yaml:5:5"])
        #expect(items[0].key == "list")
        guard case .mapping(let inner) = items[1].content else { throw node.mismatch(wanted: "a mapping") }
        #expect(inner[0].value.content == .scalar("c"))
        #expect(inner[0].value.place.description == "f.yaml:5:9")
    }

    @Test func `front matter counts its lines in the whole file`() throws {
        let node = try YAMLNode.parse("subject: January\n", file: "issue.md", firstLine: 2)
        #expect(node.place.description == "issue.md:2:1")
        let error = #expect(throws: YAMLError.self) {
            try YAMLNode.parse("subject: January\nsubject: again\n", file: "issue.md", firstLine: 2)
        }
        #expect(error?.line == 3)
        #expect(error?.mend == "it is already on line 2; remove one of the two")
    }

    @Test(arguments: [
        ("v: no", YAMLNode.Content.scalar("no")),
        ("v: 1.10", .scalar("1.10")),
        ("v: ~", .scalar("~")),
        ("v: null", .scalar("null")),
        ("v: ''", .scalar("")),
        ("v:", .nothing),
        ("v: # a comment", .nothing),
        ("v: |\n  two\n  lines\n", .scalar("two\nlines\n")),
        ("v: >-\n  one\n  line\n", .scalar("one line")),
        ("v: \"\\u00e9\"", .scalar("é")),
        ("v: \"a\\0b\"", .scalar("a\0b")),
        ("\u{FEFF}v: x", .scalar("x")),
        ("---\nv: x\n...\n", .scalar("x")),
        ("v: x\r\n", .scalar("x")),
    ])
    func `scalars stay text`(yaml: String, expected: YAMLNode.Content) throws {
        var mapping = try YAMLMapping(YAMLNode.parse(yaml, file: "f"))
        let value = mapping.remaining.first?.value
        #expect(value?.content == expected)
        #expect(mapping.node("v")?.content == (expected == .nothing ? nil : expected))
    }

    @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n"])
    func `an empty text is a mapping without keys`(yaml: String) throws {
        let node = try YAMLNode.parse(yaml, file: "f")
        #expect(node.content == .nothing)
        #expect(try YAMLMapping(node).remaining.isEmpty)
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3", "f:3:1: the key \"a\" stands here again; it is already on line 1; remove one of the two"),
        ("a: {b: 1, b: 2}", "f:1:11: the key \"b\" stands here again; it is already on line 1; remove one of the two"),
        ("a: &x 1\nb: *x", "f:1:4: anchors (&name) are not supported; put quotes around text that starts with &"),
        ("a: *x", "f:1:4: aliases (*name) are not supported; write the value out, or put quotes around text"),
        ("a: &x [1]", "f:1:4: anchors (&name) are not supported; put quotes around text that starts with &"),
        ("a: &x\n  b: c", "f:1:4: anchors (&name) are not supported; put quotes around text that starts with &"),
        ("<<: {b: c}", "f:1:1: merge keys (<<) are not supported; write the keys out"),
        ("a: !!str 1", "f:1:4: tags (!name) are not supported; put quotes around text that starts with !"),
        ("a: !env PASSWORD", "f:1:4: tags (!name) are not supported; put quotes around text that starts with !"),
        ("a: 1\n---\nb: 2", "f:2:1: a second document starts here; remove the \"---\" line"),
        ("? [a]\n: b", "f:1:3: a key must be text; put quotes around a value that starts with [ or {"),
        ("{\"\": b}", "f:1:2: a key must be text; put quotes around a value that starts with [ or {"),
        (
            "a:\n\tb: 1",
            """
            f:2:1: while scanning for the next token, found character that cannot start any token; \
            indent with spaces instead of tabs, and put quotes around text that starts with @, % or `
            """
        ),
        (
            "title: News: January",
            """
            f:1:12: mapping values are not allowed in this context; \
            check the indentation, and put quotes around text that contains ": "
            """
        ),
        ("a: b\u{1}", "f:1:5: control characters are not allowed; remove the invisible character"),
        ("é: x\nü: é\u{1}", "f:2:5: control characters are not allowed; remove the invisible character"),
        (
            "a: \"b\nc: d\n",
            """
            f:3:1: while scanning a quoted scalar, found unexpected end of stream; \
            close the quote that is open here
            """
        ),
    ])
    func `what a configuration must not hold is refused where it stands`(yaml: String, expected: String) {
        let error = #expect(throws: YAMLError.self) { try YAMLNode.parse(yaml, file: "f") }
        #expect(error?.description == expected)
    }

    @Test func `a text that is not UTF-8 is refused where it starts to be wrong`() throws {
        let latin1 = Array("a: é\nb: caf".utf8) + [0xE9, 0x0A]
        let error = #expect(throws: YAMLError.self) { try YAMLNode.parse(bytes: latin1, file: "f", firstLine: 10) }
        #expect(error?.description == "f:11:7: the text is not UTF-8; save the file with the encoding UTF-8")
        #expect(throws: YAMLError.self) { try YAMLNode.parse(bytes: [0xFF, 0xFE, 0x61, 0x00], file: "f") }
        #expect(try YAMLNode.parse(bytes: Array("a: é".utf8), file: "f").content != .nothing)
    }

    @Test func `size and depth have limits`() throws {
        let wide = "[" + String(repeating: "1,", count: 50_001) + "]"
        #expect(throws: YAMLError.self) { try YAMLNode.parse(wide, file: "f") }
        let deep = String(repeating: "[", count: 100_000)
        let error = #expect(throws: YAMLError.self) { try YAMLNode.parse(deep, file: "f") }
        #expect(error?.message == "nested too deeply")
        let fine = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(throws: Never.self) { try YAMLNode.parse(fine, file: "f") }
    }
}
