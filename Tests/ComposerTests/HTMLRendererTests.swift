import Foundation
import Testing

@testable import Composer

@Suite struct HTMLRendererTests {
    /// Without the alignment of cells and what else stands in styles.
    private func bare(_ markdown: String) throws -> String {
        try Fixture.html(markdown).html
            .replacing(#/ style="[^"]*"/#, with: "").trimmingCharacters(in: .newlines)
    }

    @Test(arguments: [
        ("Peñas & <b>raw</b> \"q\"", "<p>Peñas &amp; <b>raw</b> &quot;q&quot;</p>"),
        ("*a* **b** ~~c~~ `<d>`", "<p><em>a</em> <strong>b</strong> <del>c</del> <code>&lt;d&gt;</code></p>"),
        (
            "[x](https://a.example/?a=1&b=2 'T\"')",
            "<p><a href=\"https://a.example/?a=1&amp;b=2\" title=\"T&quot;\">x</a></p>"
        ),
        ("![a *b*](https://a.example/i.png)", "<p><img src=\"https://a.example/i.png\" alt=\"a b\"></p>"),
        ("## Topic\n\n### Headline", "<h3>Topic</h3>\n<h4>Headline</h4>"),
        ("###### Six", "<h6>Six</h6>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("2. a", "<ol start=\"2\">\n<li>a</li>\n</ol>"),
        ("- [x] a\n- [ ] b", "<ul>\n<li class=\"task\">☑ a</li>\n<li class=\"task\">☐ b</li>\n</ul>"),
        ("> q", "<blockquote>\n<p>q</p>\n</blockquote>"),
        ("```\n<x>\n```", "<pre><code>&lt;x&gt;\n</code></pre>"),
        (
            "|a|b|\n|-|-|\n|1|2|",
            "<table class=\"data\">\n<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n</thead>\n<tbody>\n"
                + "<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>"
        ),
        ("a\\\nb\n\n---", "<p>a<br>\nb</p>\n<hr>"),
        (
            "a[^n] b[^n]\n\n[^n]: Note\n",
            "<p>a<sup><a id=\"ref-1\" name=\"ref-1\" href=\"#note-1\">1</a></sup> b<sup><a href=\"#note-1\">1</a></sup></p>\n"
                + "<hr>\n<ol class=\"footnotes\">\n<li><a id=\"note-1\" name=\"note-1\"></a>Note <a href=\"#ref-1\">↩</a></li>\n</ol>"
        ),
        ("<div>\nkept\n</div>", "<div>\nkept\n</div>"),
        (
            "<a href=#a></a><a href='https&#58;//a.example'></a>\n<img src=cid:a>",
            "<p><a href=#a></a><a href='https&#58;//a.example'></a>\n<img src=cid:a></p>"
        ),
    ])
    func rendersElements(markdown: String, expected: String) throws {
        #expect(try bare(markdown) == expected)
    }

    @Test func everyElementHasItsStyle() throws {
        let issue = try Fixture.compose(
            "# a\n## b\n### c\n#### d\ne [f](https://a.example)\n- g\n\n> h\n\n|i|\n|-|\n|j|\n\n---\n"
        )
        let html = issue.page(for: try Fixture.recipient(), images: .hosted)
        for tag in ["h2", "h3", "h4", "h5", "p", "a", "ul", "li", "blockquote", "table", "th", "td", "hr"] {
            #expect(html.contains(try Regex("<\(tag) style=\"[^\"]*(margin|padding|color)")), "\(tag)")
        }
    }

    @Test func namesSections() throws {
        let renderer = try Fixture.html("# News & *more*\n\n# Publications\n\n# News, more!\n\n# 日本\n\n## No section")
        #expect(renderer.sections.map(\.title) == ["News & more", "Publications", "News, more!", "日本"])
        #expect(renderer.sections.map(\.anchor) == ["news-more", "publications", "news-more-3", "section-4"])
        for section in renderer.sections { #expect(renderer.html.contains("<a id=\"\(section.anchor)\"")) }
    }
}
