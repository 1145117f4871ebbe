import Foundation
import Mail
import Testing

@testable import Composer

/// What readers and importers type must not become markup, a header or a tag, wherever it is filled in.
@Suite struct MergeFieldTests {
    static let naughty = [
        "</p><script>alert(1)</script>", "\" onmouseover=\"alert(1)", "' onclick='x", "a&amp;b <b>",
        "{{unsubscribe_url}}",
        "{{{body}}} {{#name}}x{{/name}} {{> layout}}", "Eve\r\nBcc: all@example.org\r\n\r\nbody", "Eve\nX: y",
        "x\u{10F000}\u{10F002}\u{10F004}\u{10F006}", "=?utf-8?Q?fake?=", "\u{2028}line\u{2029}",
        "\u{0}\u{1B}[31m\u{7F}",
        "javascript:alert(1)", "//evil.example/", "@evil.example", "?x=1&y=2#z", "../../etc", "%0d%0aBcc: x", ".\r\n.",
        "> quote", " leading", "-- ", "From me", "=\r\n=3D", "Ñandú 👩🏽‍💻 日本語", String(repeating: "ó", count: 600),
        "*[x](https://evil.example)* `y`", "<!-- ", "]]>", "\u{202E}abc",
    ]

    private static let markdown = """
        Text {{name}} here, and {{attribute.city|Lima}}.

        {{name}}

        [link {{name}}](https://example.org/?n={{name}}&c={{attribute.city}}#{{name}} "title {{name}}")
        ![alt {{name}}](https://example.org/i.png?n={{name}})

        <p title="{{name}}" data-x='{{name}}'>raw {{name}} <a href="https://example.org/{{name}}">x</a></p>

        {{#name}}
        - {{name}}

        > {{name}}
        {{/name}}

        | {{name}} | b |
        |----------|---|
        | {{attribute.city}} | 1 |
        """
    private static let head =
        "subject: \"{{name|Hello}}: news for {{attribute.city}}\"\npreheader: \"{{name}} {{email}}\""

    @Test(arguments: naughty)
    func noValueDoesHarm(value: String) throws {
        let issue = try Fixture.compose(Self.markdown, head: Self.head)
        let reader = try Fixture.recipient(name: value, attributes: ["city": value, "other": "x"])
        let message = issue.message(to: reader, date: Fixture.date)
        try expectSound(message)

        // The markup is that of a harmless reader; only texts and attributes' values differ.
        let harmless = try Fixture.recipient(name: "Ana", attributes: ["city": "Lima"])
        let html = issue.page(for: reader, images: .hosted)
        #expect(Self.skeleton(html) == Self.skeleton(issue.page(for: harmless, images: .hosted)))
        // Links lead where the author says.
        for link in html.matches(of: #/(?:href|src)="([^"]*)"/#).map(\.output.1) {
            #expect(link.hasPrefix("https://example.org/") || link.hasPrefix("https://news.example.org/"), "\(link)")
        }
        // The header has the same fields.
        let fields = { (bytes: [UInt8]) -> [String] in
            let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
            return lines.prefix { !$0.isEmpty }.filter { !$0.hasPrefix(" ") }.map { String($0.prefix { $0 != ":" }) }
        }
        #expect(fields(message) == fields(issue.message(to: harmless, date: Fixture.date)))
        // Nothing of ours is left to be read as a tag.
        #expect(!Sentinel.found(in: html) && !Sentinel.found(in: issue.textPart(to: reader)))
        // Plain text has as many lines, and as many of them quoted.
        let quoted = { (recipient: Recipient) -> [Int] in
            issue.textPart(to: recipient).components(separatedBy: "\n").map { $0.prefix { $0 == ">" }.count }
        }
        #expect(quoted(reader) == quoted(harmless))
    }

    /// Elements and names of attributes.
    private static func skeleton(_ html: String) -> [String] {
        html.matches(of: #/<[^>]*>/#).map { String($0.output).replacing(#/"[^"]*"|'[^']*'/#, with: "\"\"") }
    }

    @Test func headersStayShort() throws {
        let issue = try Fixture.compose("{{name}}", head: "subject: \"For {{name}}!\"")
        let long = String(repeating: "n\u{303}", count: 201)
        let reader = try Fixture.recipient(name: long)
        let message = String(decoding: issue.message(to: reader, date: Fixture.date), as: UTF8.self)
        let expected = HeaderField("Subject", text: "For \(long.dropLast())!").bytes
        #expect(message.contains(String(decoding: expected, as: UTF8.self)))
        let mailbox = Mailbox(name: String(long.dropLast()), address: reader.address)
        #expect(message.contains(String(decoding: HeaderField("To", mailbox: mailbox).bytes, as: UTF8.self)))
        #expect(issue.textPart(to: reader).contains(long))
    }

    /// They would turn the text around the value as well.
    @Test func valuesCannotTurnTheText() throws {
        let issue = try Fixture.compose("{{name}} {{attribute.city|Lima}}", head: "subject: \"For {{name}}!\"")
        let name = "a\u{202A}b\u{202E}c\u{2066}d\u{2069}e\u{200F}"
        let reader = try Fixture.recipient(name: name, attributes: ["city": "\u{202E}"])
        #expect(issue.textPart(to: reader).contains("abcde\u{200F} Lima"))
        let message = String(decoding: issue.message(to: reader, date: Fixture.date), as: UTF8.self)
        let mailbox = Mailbox(name: "abcde\u{200F}", address: reader.address)
        #expect(message.contains(String(decoding: HeaderField("To", mailbox: mailbox).bytes, as: UTF8.self)))
    }

    @Test func fillsWithDefaults() throws {
        let issue = try Fixture.compose(Self.markdown, head: Self.head)
        let text = issue.textPart(to: try Fixture.recipient(name: nil))
        #expect(text.contains("Text  here, and Lima."))
        let message = String(
            decoding: issue.message(to: try Fixture.recipient(name: " "), date: Fixture.date), as: UTF8.self)
        #expect(message.contains("\r\nSubject: Hello: news for\r\n"))
        #expect(issue.subject == "Hello: news for ")
        #expect(issue.webPage.contains("<title>Hello: news for </title>"))
        #expect(!issue.webPage.contains("ana@"))
    }

    @Test(arguments: [
        (["member": "17"], "a\n\nMember 17.\n\nb"), (["member": ""], "a\n\nNobody\n\nb"), ([:], "a\n\nNobody\n\nb"),
        (["member": "no"], "a\n\nNobody\n\nb"), (["member": "FALSE"], "a\n\nNobody\n\nb"),
        (["member": "0"], "a\n\nNobody\n\nb"), (["member": "Norway"], "a\n\nMember Norway.\n\nb"),
    ])
    func sectionsLeaveNoGaps(attributes: [String: String], expected: String) throws {
        let issue = try Fixture.compose(
            "a\n\n{{#attribute.member}}\nMember {{attribute.member}}.\n{{/attribute.member}}\n{{^attribute.member}}\n"
                + "Nobody\n{{/attribute.member}}\n\nb")
        #expect(issue.textPart(to: try Fixture.recipient(attributes: attributes)).contains("\n\n\(expected)\n\n---"))
        let html = issue.page(for: try Fixture.recipient(attributes: attributes), images: .hosted)
        let words = html.matches(of: #/<p style="margin:0 0 16px">([^<]*)</p>/#).map { String($0.output.1) }
        #expect(words == expected.split(separator: "\n").map(String.init))
    }

    @Test func sectionsAtTheTopLeaveNoGaps() throws {
        let issue = try Fixture.compose("{{#name}}\nDear {{name}},\n{{/name}}\n{{^name}}\nDear all\n{{/name}}\n\nb")
        #expect(issue.textPart(to: try Fixture.recipient()).contains("======\n\nDear Ana Ruiz,\n\nb\n\n---"))
        #expect(issue.textPart(to: try Fixture.recipient(name: nil)).contains("======\n\nDear all\n\nb\n\n---"))
    }

    @Test func sectionsNestAndStandInLines() throws {
        let issue = try Fixture.compose(
            "x{{#name}} {{name}}{{#attribute.a}} A{{^attribute.b}} no B{{/attribute.b}}{{/attribute.a}}{{/name}} y\n\n"
                + "- one\n- {{#attribute.a}}two{{/attribute.a}}\n")
        let text = { (name: String?, attributes: [String: String]) in
            issue.textPart(to: try Fixture.recipient(name: name, attributes: attributes))
        }
        #expect(try text("N", ["a": "1"]).contains("x N A no B y\n\n- one\n- two\u{A0}\n"))
        #expect(try text("N", ["a": "1", "b": "1"]).contains("x N A y\n\n"))
        #expect(try text("N", [:]).contains("x N y\n\n- one\n- \u{A0}\n"))
        #expect(try text(nil, ["a": "1"]).contains("x y\n\n"))
        try expectSound(issue.message(to: try Fixture.recipient(name: nil), date: Fixture.date))
    }

    /// A space at the end of a line would glue the next one to it (RFC 3676 §4.1).
    @Test func absentValuesDoNotMakeLinesFlow() throws {
        let issue = try Fixture.compose(
            "- Dear {{name}}\n- a {{#attribute.a}}b{{/attribute.a}}\n- c {{! note }}\n\nx {{attribute.a}}\n\n> y {{name}}\n"
        )
        let text = issue.textPart(to: try Fixture.recipient(name: nil))
        #expect(!text.components(separatedBy: "\n").contains { $0.hasSuffix(" ") })
    }

    @Test func theBarLeadsToWhatEveryoneHas() throws {
        let issue = try Fixture.compose(
            "# News\n\n{{#attribute.member}}\n# Members\n{{/attribute.member}}\n\n# Publications\n")
        let html = issue.page(for: try Fixture.recipient(), images: .hosted)
        #expect(
            html.contains("href=\"#news\"") && html.contains("href=\"#publications\"") && !html.contains("#members"))
    }

    @Test func thePreferencesAreOnePageForAll() throws {
        let issue = try Fixture.compose("[preferences]({{preferences_url}})")
        let reader = try Fixture.recipient()
        #expect(issue.textPart(to: reader).contains("/links\n"))
        #expect(issue.page(for: reader, images: .hosted).contains("/links\""))
    }

    /// What a reader's program makes a link of has to lead where the link leads.
    @Test func bareAddressesShowWhatTheyLeadTo() throws {
        let issue = try Fixture.compose("See https://example.org/?city={{attribute.city}}&b=c\n\n[u]({{view_url}})")
        let reader = try Fixture.recipient(attributes: ["city": "Viña del Mar"])
        let address = "https://example.org/?city=Vi%C3%B1a%20del%20Mar&b=c"
        #expect(issue.textPart(to: reader).contains("See \(address)\n"))
        let escaped = HTMLText.escape(address)
        let html = issue.page(for: reader, images: .hosted)
        #expect(html.contains("href=\"\(escaped)\"") && html.contains(">\(escaped)</a>"))
    }

    @Test func absentValuesLeaveNoMarks() throws {
        let issue = try Fixture.compose(
            "a *{{name}}* **{{attribute.a}} {{attribute.b}}** ~~{{#name}}x{{/name}}~~ b *{{name|you}}* **{{list}}** _c {{name}}_"
        )
        let text = Flowed.paragraphs(issue.textPart(to: try Fixture.recipient(name: nil))).map(\.text).joined()
        #expect(!text.contains("__") && !text.contains("* *") && !text.contains("~~"))
        #expect(text.contains("b _you_ *MSME Clearinghouse Newsletter* _c _"))
    }

    @Test func codeAndEscapesStay() throws {
        let issue = try Fixture.compose(
            "`{{name}}` and \\{{name}} `{{custom.none}}`\n\n```\n{{nothing}}\n{{#name}}\n```\n\n    {{/name}}\n")
        let text = Flowed.shown(issue.textPart(to: try Fixture.recipient()))
        #expect(
            text.contains(
                "`{{name}}` and {{name}} `{{custom.none}}`\n\n    {{nothing}}\n    {{#name}}\n\n    {{/name}}\n"))
    }

    @Test func theIssuesOwnValuesAreFilledAtOnce() throws {
        let issue = try Fixture.compose(
            "{{list}} {{language}} {{custom.edition}} {{#custom.none}}no{{/custom.none}}[x](https://a.example/?e={{custom.edition}})",
            head: "subject: s\nedition: \"7 <b>\"\nnone:")
        #expect(issue.usesAttributes == false)
        let html = issue.page(for: try Fixture.recipient(), images: .hosted)
        let bare = html.replacing(#/ style="[^"]*"/#, with: "")
        #expect(
            bare.contains("MSME Clearinghouse Newsletter en 7 &lt;b&gt; <a href=\"https://a.example/?e=7%20%3Cb%3E\""))
    }

    @Test(arguments: [
        ("{{nam}}", 4, "{{nam}} names no field; did you mean {{name}}?"),
        ("{{vorname}}", 4, "{{vorname}} names no field; the fields are name, email"),
        ("a\n\n{{settings_url}}", 6, "names no field"),
        ("{{{name}}}", 4, "is always escaped"), ("{{&name}}", 4, "is always escaped"),
        ("{{>layout}}", 4, "in templates"),
        ("{{custom.edition}}", 4, "the front matter has no key \"edition\""),
        ("{{custom.list_of}}", 4, "\"list_of\" is no text"),
        ("{{name", 4, "{{ is never closed"), ("a {{ b", 4, "write \\{{"),
        ("{{#name}}\na", 4, "begins a section that does not end"),
        ("a {{/name}}", 4, "ends a section that does not begin"),
        ("{{#name}}a{{#email}}b{{/name}}{{/email}}", 4, "{{/name}} comes where {{#email}} should end first"),
        ("*a{{#name}}*b{{/name}}", 4, "does not end in the same paragraph"),
        ("- a\n\n  {{#name}}\n- b\n\n{{/name}}", 6, "does not end in the same paragraph or list item"),
        ("[x]({{name}})", 4, "only behind its host"), ("[x](https://{{name}}.example/)", 4, "only behind its host"),
        ("[x](https://example.org{{name}})", 4, "only behind its host"),
        ("[x](mailto:{{email}})", 4, "only behind its host"),
        ("[x]({{unsubscribe_url}}?a=b)", 4, "a whole address"),
        ("[x](https://a.example/{{view_url}})", 4, "a whole address"),
        ("[x](https://a.example/{{#name}}b{{/name}})", 4, "can't stand in an address"),
        ("![x](pictures/{{name}}.png)", 4, "can't stand in the name of a file"),
        ("<b title={{name}}>x</b>", 4, "can't stand there in HTML"),
        ("<b onclick=\"x('{{name}}')\">x</b>", 4, "can't stand in the attribute onclick"),
        ("<b style=\"color:{{name}}\">x</b>", 4, "can't stand in the attribute style"),
        ("<meta content=\"0;url={{name}}\">", 4, "can't stand in the attribute content"),
        ("<a href=\"{{name}}\">x</a>", 4, "only behind its host"),
        ("<a href='{{#name}}https://a.example{{/name}}'>x</a>", 4, "put it around the element"),
        ("<!-- {{name}} -->", 4, "can't stand in a comment"),
        ("<style>\n{{name}}\n</style>", 5, "can't stand in a comment, a style sheet"),
        ("<div title=\"\n\n{{name}}\n", 4, "this HTML begins a tag"),
        ("x <style>{{name}}</style>", 4, "a block of its own"),
        ("<!-- open\n\n{{name}}", 6, "can't stand in a comment"),
    ])
    func namesTheMistake(markdown: String, line: Int, message: String) {
        // Two keys more than the line of the Markdown counts.
        let text = "---\nsubject: x\nlist_of: [a]\ncity: Lima\n---\n\(markdown)"
        let error = #expect(throws: IssueFileError.self) { try IssueFile(text: text, file: "x.md") }
        #expect(error?.line == line + 2, "\(error?.description ?? "no error")")
        #expect(error?.message.contains(message) == true, "\(error?.description ?? "no error")")
    }

    @Test(arguments: [
        ("subject: \"{{nam}}\"", "x.md:2: {{nam}} names no field"),
        ("edition: 7\nsubject: \"{{custom.editon}}\"", "x.md:3: {{custom.editon}}: the front matter has no key"),
        ("subject: x\npreheader: \"{{#name}}a\"", "x.md:3: {{#name}} begins a section"),
    ])
    func namesTheMistakeInFrontMatter(head: String, message: String) {
        let error = #expect(throws: IssueFileError.self) { try IssueFile(text: "---\n\(head)\n---\n", file: "x.md") }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "no error")")
    }
}
