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
