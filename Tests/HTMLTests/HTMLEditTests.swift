import Testing

@testable import HTML

@Suite struct HTMLEditTests {
    @Test(arguments: [
        ("<p>a</p>", "<p style=\"x\">a</p>"),
        ("<P\nclass=a>a", "<P style=\"x\"\nclass=a>a"),
        ("<p class=a style='y &amp; z' id=b>", "<p class=a style=\"x\" id=b>"),
        ("<p STYLE = y>", "<p style=\"x\">"),
        ("<p style>", "<p style=\"x\">"),
        ("<p style=\"\">", "<p style=\"x\">"),
        ("<p style=\"a\" style=\"b\">", "<p style=\"x\" style=\"b\">"),
        ("<p/>\r\n&eacute;\u{10F000}", "<p style=\"x\"/>\r\n&eacute;\u{10F000}"),
        ("<!--[if mso]><p><![endif]--><p>", "<!--[if mso]><p><![endif]--><p style=\"x\">"),
    ])
    func onlyTheAttributeChanges(source: String, expected: String) throws {
        let document = try HTMLDocument(source)
        var edit = HTMLEdit(document)
        for element in document.elements where element.name == "p" { edit.set("style", to: "x", on: element) }
        #expect(edit.source == expected)
    }

    @Test func valuesAreEscaped() throws {
        let document = try HTMLDocument("<p>")
        var edit = HTMLEdit(document)
        edit.set("style", to: "font:\"A & B\"<", on: document.elements[3])
        #expect(edit.source == "<p style=\"font:&quot;A &amp; B&quot;<\">")
        #expect(try HTMLDocument(edit.source).elements[3]["style"] == "font:\"A & B\"<")
    }

    @Test func severalAttributesOfOneElement() throws {
        let document = try HTMLDocument("<td class=a>")
        var edit = HTMLEdit(document)
        let body = document.elements[2]
        edit.set("style", to: "x", on: body)
        #expect(edit.source == "<td class=a>")
        let table = try HTMLDocument("<table><td class=a>")
        edit = HTMLEdit(table)
        for element in table.elements where element.name == "td" {
            edit.set("style", to: "x", on: element)
            edit.set("bgcolor", to: "#fff", on: element)
            edit.set("class", to: "b", on: element)
        }
        #expect(edit.source == "<table><td style=\"x\" bgcolor=\"#fff\" class=\"b\">")
    }
}
