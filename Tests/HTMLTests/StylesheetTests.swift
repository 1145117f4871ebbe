import Testing

@testable import HTML

@Suite struct StylesheetTests {
    @Test func isTakenApart() throws {
        let sheet = try Stylesheet(
            """
            /* a { } */ @charset "utf-8";
            h1, .b > a { Color: RED; background: url("a;b}c") /* x */ no-repeat ! important;; --X: { }
            """.replacing("--X: { }", with: "--X: 1px }")
                + "\n@media (max-width: 500px) { p { margin: 0 } }\n@font-face { font-family: \"A{\"; }")
        #expect(sheet.items.count == 4)
        guard case .other("charset", "@charset \"utf-8\";", 1) = sheet.items[0], case .rule(let rule) = sheet.items[1],
            case .group("media", "(max-width: 500px)", let inner, 3) = sheet.items[2],
            case .rule(let paragraph) = inner[0],
            case .other("font-face", _, 4) = sheet.items[3]
        else {
            Testing.Issue.record("\(sheet.items)")
            return
        }
        #expect(rule.selectors.map(\.description) == ["h1", ".b > a"])
        #expect(
            rule.declarations == [
                CSSDeclaration(property: "color", value: "RED", line: 2),
                CSSDeclaration(property: "background", value: "url(\"a;b}c\")   no-repeat", isImportant: true, line: 2),
                CSSDeclaration(property: "--X", value: "1px", line: 2),
            ])
        #expect(paragraph.declarations == [CSSDeclaration(property: "margin", value: "0", line: 3)])
    }

    @Test(arguments: [
        ("p { color: red", "1:15: a block has no end; add }"),
        ("p { color }", "1:5: \"color\" is no declaration; write property: value;"),
        ("\n  p;q { }", "2:3: \"p;q\" is no selector that is known here; mend it"),
        ("p { color: }", "1:5: color has no value"),
        ("p", "1:1: this rule has no block; add { … }"),
        ("}", "1:1: this } ends nothing; remove it"),
        ("@media print { p { } ", "1:22: a block has no end; add }"),
        ("p { content: \"x }", "1:14: a string has no end; add \""),
        ("/* p { }", "1:1: a comment has no end; add */"),
        ("p { a { } }", "1:5: \"a\" is no declaration; write property: value;"),
    ])
    func aMistakeSaysWhere(text: String, message: String) {
        #expect { try Stylesheet(text) } throws: { "\($0)" == message }
    }

    @Test func aStyleAttributeIsReadLikeABrowser() {
        #expect(
            CSSDeclaration.list(" color:red;; nonsense; x y: 1; width : 2px!important")
                == [
                    CSSDeclaration(property: "color", value: "red"),
                    CSSDeclaration(property: "width", value: "2px", isImportant: true),
                ])
    }
}
