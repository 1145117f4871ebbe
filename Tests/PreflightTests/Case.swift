@testable import Preflight

/// An issue in which something is to be found.
struct Case: Sendable, CustomStringConvertible {
    let code: FindingCode
    /// Where; nil where the place says nothing.
    let line: Int?
    let column: Int?
    let change: @Sendable (inout Draft) -> Void

    var description: String { code.rawValue }

    init(_ code: FindingCode, line: Int? = nil, column: Int? = nil, _ change: @escaping @Sendable (inout Draft) -> Void)
    {
        self.code = code
        self.line = line
        self.column = column
        self.change = change
    }

    /// More Markdown below the two paragraphs of every draft: it begins in line 10.
    private static func body(
        _ code: FindingCode, line: Int? = 10, column: Int? = nil, _ markdown: String, files: [String: [UInt8]] = [:]
    ) -> Case {
        Case(code, line: line, column: column) { draft in
            draft.body += "\n" + markdown + "\n"
            draft.files = files
        }
    }

    private static func subject(_ code: FindingCode, _ text: String) -> Case {
        Case(code, line: 2) { $0.subject = text }
    }

    private static let spanish = """
        ---
        subject: Una red para las empresas
        preheader: Once países comparten lo que han aprendido.
        ---
        # Noticias

        Los centros de la región trabajan como uno solo, y su consejo es gratuito para cada empresa pequeña.

        """

    static let all: [Case] = subjects + links + words + images + whole

    private static let subjects: [Case] = [
        subject(.subjectEmpty, "{{#attribute.city}}{{attribute.city}}{{/attribute.city}}"),
        subject(.subjectLong, "A subject that tells everything at once and goes on long after readers have stopped"),
        subject(.subjectShouts, "THE NETWORK OF THE CENTERS"),
        subject(.subjectShouts, "The network is here!!"),
        subject(.subjectFakeReply, "Re: the network"),
        subject(.spamWords, "The network is 100% free"),
        Case(.preheaderMissing, line: 1) { $0.preheader = nil },
        Case(.preheaderRepeats, line: 3) { $0.preheader = "A network, for small firms!" },
        Case(.preheaderLong, line: 3) { $0.preheader = String(repeating: "and so on ", count: 20) },
        subject(.fieldWithoutDefault, "News for {{name}}"),
    ]

    private static let links: [Case] = [
        body(.linkMalformed, column: 16, "See [the host](https://example..org/)."),
        body(.linkMalformed, "See [the page](https://https://example.org/)."),
        body(.linkMalformed, "See [the office](mailto:office)."),
        body(.linkMalformed, "See <a href=\"https:example.org\">the page</a>."),
        body(.linkMalformed, line: 11, "<p>See\n<a href=\"https://\">the page</a>.</p>"),
        body(.linkFragment, "See [the place](#nowhere)."),
        body(.linkPrivate, "See [the page](https://localhost:8080/)."),
        body(.linkPrivate, "See [the page](http://192.168.1.7/)."),
        body(.linkPrivate, "See [the page](https://intranet/)."),
        body(.linkPrivate, "See [the page](https://[::1]/)."),
        body(.linkPersonal, "[Leave](https://news.example.org/unsubscribe/AwAAAAAAAAARAAAAAeHnYv0m)."),
        body(.linkHttp, line: 11, "See\n[the page](http://example.org/)."),
        body(.linkTextMismatch, "See [www.example.org](https://example.net/)."),
        body(.linkTextMismatch, "See [https://example.org/a](https://example.net/a)."),
        body(.linkTextVague, "For the programme [click here](https://example.org/)."),
        body(.linkTextVague, "Para el programa, [haga clic aquí](https://example.org/)."),
        body(.linkShortened, "See [the page](https://bit.ly/3abc)."),
        body(.linkOnlyHtml, "<p><a href=\"https://example.net/only\">The page</a></p>"),
    ]

    private static let words: [Case] = [
        body(.foreignTag, column: 6, "Dear %%FIRSTNAME%%, welcome."),
        body(.foreignTag, "Dear *|FNAME|*, welcome."),
        body(.foreignTag, "Dear {name}, welcome."),
        body(.foreignTag, "See [the page](https://example.org/?who=*|EMAIL|*)."),
        body(.fieldWithoutDefault, column: 6, "Dear {{name}}, welcome."),
        body(.fieldWithoutDefault, "{{^name}}Dear {{name}}, welcome.{{/name}}"),
        body(.placeholder, "Lorem ipsum dolor sit amet."),
        body(.placeholder, "TODO"),
        body(.placeholder, "Dear [name], welcome."),
        body(.headingSkips, "### A visit\n\nIt went well."),
        body(.sectionEmpty, "## Chile\n\n## Peru\n\nIt went well."),
        body(.sectionEmpty, "# Publications\n\n***"),
    ]

    private static let images: [Case] = [
        body(.altMissing, "![](a.png)", files: ["a.png": Picture.png(width: 100)]),
        body(.altMissing, "<img src=\"https://example.org/a.png\">"),
        body(.altFileName, "![IMG_2041.JPG](a.png)", files: ["a.png": Picture.png(width: 100)]),
        body(.imageWide, "![A chart](a.png)", files: ["a.png": Picture.png(width: 1_281)]),
        body(.imageWide, "![A chart](a.jpg)", files: ["a.jpg": Picture.jpeg(width: 4_000)]),
        body(.imageHeavy, "![A chart](a.png)", files: ["a.png": Picture.png(width: 100, weight: 500_001)]),
        body(
            .imageHeavy, (0..<5).map { "![Chart \($0)](\($0).png)" }.joined(separator: "\n"),
            files: Dictionary(
                uniqueKeysWithValues: (0..<5).map { ("\($0).png", Picture.png(width: 100 + $0, weight: 450_000)) })),
        body(.imageFormat, "![A chart](a.webp)", files: ["a.webp": Picture.webp(width: 100)]),
        body(.imageFormat, "![A chart](https://example.org/chart.svg?v=2)"),
        body(.imageAnimated, "![A chart](a.gif)", files: ["a.gif": Picture.gif(width: 100, frames: 3)]),
        Case(.imageOnly, line: 6) { draft in
            draft.body = "![Everything in one picture](a.png)\n"
            draft.files = ["a.png": Picture.png(width: 600)]
        },
    ]

    private static let whole: [Case] = [
        Case(.dateFar, line: 4, column: 7) { $0.date = "2019-11-30" },
        Case(.versionDiffers, line: 1) {
            $0.versions["issue.es.md"] = spanish + "\nVea [la página](https://example.org/).\n"
        },
        Case(.versionDiffers, line: 1) { $0.versions["issue.es.md"] = spanish + "\n# Publicaciones\n\nNinguna.\n" },
        body(
            .htmlClipped, line: 1,
            String(repeating: "The network goes on and on, from center to center.\n\n", count: 1_400)),
        Case(.messageHeavy, line: 1) { draft in
            draft.head = "attachments: [a.pdf]\n"
            draft.files = ["a.pdf": Array(repeating: 7, count: 8_000_000)]
        },
        body(.htmlRemoved, column: 1, "<iframe src=\"https://example.org/\"></iframe>"),
        body(.clientSupport, line: 11, "<div>\n<p style=\"display: flex\">Side by side.</p>\n</div>"),
        body(.clientSupport, "<p style=\"width: calc(100% - 20px)\">Narrow.</p>"),
        body(.clientSupport, "<style>\n@import url(https://example.org/a.css);\n</style>"),
        body(.clientSupport, "<video src=\"https://example.org/v.mp4\"></video>"),
        Case(.clientSupport, line: 1) { draft in
            draft.templates["footer-html.mustache"] = { $0 + "<p style=\"float:left\">Bye</p>" }
        },
        body(.contrastLow, "<p style=\"color:#999\">A pale remark.</p>"),
        body(.contrastLow, "<div style=\"background:#fff3cd\">A remark that dark mode makes pale.</div>"),
        body(.htmlRemoved, column: 4, "<p onclick=\"go()\">A remark.</p>"),
        body(
            .contrastLow,
            "<div style=\"background:#000080\"><b style=\"font-size:20px;color:#666\">A pale title</b></div>"),
        Case(.partsDiffer, line: 1) { draft in
            draft.body +=
                "\nMembers exchange experience, visit each other regularly, translate handbooks, and publish guides.\n"
            draft.templates["issue.text.mustache"] = { $0.replacing("{{body}}", with: "") }
        },
        Case(.unsubscribeMissing, line: 1) { draft in
            draft.templates["footer-html.mustache"] = {
                $0.replacing("{{unsubscribe_url}}", with: "{{past_issues_url}}")
            }
        },
    ]
}
