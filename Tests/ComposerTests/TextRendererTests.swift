import Testing

@testable import Composer

@Suite struct TextRendererTests {
    private func render(_ markdown: String) throws -> TextRenderer {
        try Fixture.text(markdown)
    }

    @Test(arguments: [
        ("# One\n\ntext\n\n## Two\n\n### Three", "One\n===\n\ntext\n\nTwo\n---\n\nThree\n~~~~~"),
        ("a\n\n# Ñandú", "a\n\n\nÑandú\n====="),
        ("soft\nbreak and hard\\\nbreak", "soft break and hard\nbreak"),
        ("*em* **strong** ~~gone~~ `code`", "_em_ *strong* ~~gone~~ `code`"),
        ("> quote\n>\n> more\n>\n> > inner", "> quote\n>\n> more\n>\n>> inner"),
        ("- > quote in a list", "- > quote in a list"),
        (
            "one[^a] two[^b]\n\n[^a]: First\n[^b]: Second *note*\n",
            "one[^1] two[^2]\n\n------------\n[^1] First\n[^2] Second _note_"
        ),
        ("- a\n- b\n  - c", "- a\n- b\n  - c"),
        ("3. a\n\n   more\n4. b", "3. a\n\n   more\n\n4. b"),
        ("- [x] done\n- [ ] open\n  - inner", "- [x] done\n- [ ] open\n  - inner"),
        ("```\nlet x = 1\n\n  y\n```", "    let x = 1\n\n      y"),
        ("<div>\n<p>Raw &amp; <b>bold</b></p>\n</div>", "Raw & bold"),
        ("a<br>b <!-- no > --> c", "a\nb c"),
        ("***", "                                *   *   *"),
        ("![A chart](https://a.example/c.png) ![](https://a.example/x.png)", "[A chart]"),
    ])
    func rendersBlocks(markdown: String, expected: String) throws {
        #expect(Flowed.shown(try render(markdown).text) == expected)
    }

    @Test func wraps() throws {
        let words = Array(repeating: "palabra", count: 40).joined(separator: " ")
        for line in try render("> - \(words)").text.split(separator: "\n") {
            #expect(line.count <= 74)
            #expect(line.hasPrefix(">   ") || line.hasPrefix("> - "))
        }
        let url = "https://example.org/" + String(repeating: "x", count: 100)
        #expect(try render("See \(url) now").text == "See \n\(url) \nnow")
    }

    @Test(arguments: [
        ("abc", 3), ("日本", 4), ("한글", 4), ("ﾊﾝ", 2), ("ＡＢ", 4), ("👩🏽‍💻", 2), ("🇨🇱", 2), ("❤️", 2), ("é", 1), ("e\u{301}", 1),
        ("a\u{200B}b", 2), ("𠀀", 2),
    ])
    func countsColumns(text: String, columns: Int) {
        #expect(TextWidth(table: TagTable())(text) == columns)
    }

    @Test func wrapsWithoutSpaces() throws {
        let width = TextWidth(table: TagTable())
        let chinese = String(repeating: "我们很高兴地宣布，新闻通讯（第七期）已经出版。", count: 12)
        let lines = try render(chinese).text.split(separator: "\n")
        #expect(lines.joined() == chinese && (8..<10).contains(lines.count))
        for line in lines {
            #expect((66...72).contains(width(line)) || line == lines.last)
            // The end of a pair or of a sentence begins no line, the start of a pair ends none.
            #expect(!"，）。".contains(line.prefix(1)) && !line.hasSuffix("（"))
        }
        let mixed = Array(repeating: "Swift は 楽しい言語です", count: 20).joined(separator: " ")
        for line in try render("> - \(mixed)").text.split(separator: "\n") { #expect(width(line) <= 75) }
    }

    @Test func alignsWideText() throws {
        let text = try render("# 日本\n\n| 国 | x |\n|--|--|\n| 日本 | 1 |\n| Chile | 2 |").text
        #expect(text == "日本\n====\n\n国     x\n-----  -\n日本   1\nChile  2")
    }

    @Test func knowsTheIssuesOwnValues() throws {
        let issue = try Fixture.compose(
            "# {{custom.long}}\n\n" + Array(repeating: "{{custom.long}}", count: 9).joined(separator: " "),
            head: "subject: s\nlong: a-value-of-thirty-two-characters")
        let text = issue.textPart(to: try Fixture.recipient())
        #expect(text.contains("a-value-of-thirty-two-characters\n================================\n"))
        #expect(!text.split(separator: "\n").contains { $0.hasPrefix("a-value") && $0.count > 73 })
    }

    @Test func paragraphsFlow() throws {
        let words = Array(repeating: "palabra", count: 40).joined(separator: " ")
        let text = try render("\(words)\n\n> \(words)\n\n- \(words)\n\n    \\> code\n\n\\> no quote\n").text
        let paragraphs = Flowed.paragraphs(text)
        #expect(paragraphs.filter { $0.text == words }.map(\.quotes) == [0, 1])
        #expect(paragraphs.contains(Flowed.Line(text: "> no quote")))
        for line in text.split(separator: "\n") { #expect(line.count <= 74) }
    }

    @Test func numbersLinks() throws {
        let text = try render(
            "[one](https://a.example/1), [two](https://a.example/2), [again](https://a.example/1), https://a.example/3, "
                + "<ana@example.org>, [here](#news)")
        #expect(
            text.text
                == "one [1], two [2], again [1], https://a.example/3, ana@example.org, here")
        #expect(text.notes == "[1] https://a.example/1\n[2] https://a.example/2")
        #expect(try render("none").notes == "")
    }

    @Test func alignsTables() throws {
        let table = "| Country | Firms |\n|:--|--:|\n| Chile | 11 |\n| Perú | 122 |"
        #expect(
            try render(table).text == """
                Country  Firms
                -------  -----
                Chile       11
                Perú       122
                """)
    }

    @Test func turnsWideTablesIntoRecords() throws {
        let long = Array(repeating: "word", count: 20).joined(separator: " ")
        let text = try render("| Name | What |\n|--|--|\n| A | \(long) |\n| B | \(long) |").text
        #expect(text.hasPrefix("Name: A\nWhat: word word"))
        #expect(text.contains("\n\nName: B\n"))
        #expect(!text.split(separator: "\n").contains { $0.count > 73 })
    }
}
