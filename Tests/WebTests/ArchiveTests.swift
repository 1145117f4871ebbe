import HTTP
import Newsletter
import Testing

@testable import Web

@Suite struct ArchiveTests {
    @Test func theFeedIsAtom() throws {
        let house = try House(publicURL: "https://example.org/base")
        try house.queue(
            "2020-01", subject: "Bread & <roses>",
            html: "<html><head><title>x</title></head><body class=\"a\"><p>Hello\u{0C} &amp; welcome</p></body></html>")
        let feed = house.get("/base/archive/news/feed.atom")
        #expect(feed.status == 200)
        #expect(feed.header("Content-Type") == "application/atom+xml; charset=utf-8")
        let archive = "https://example.org/base/archive/news"
        #expect(feed.contains("<id>\(archive)/feed.atom</id>") && feed.contains("<id>\(archive)/2020-01</id>"))
        #expect(feed.contains("<title>Bread &amp; &lt;roses&gt;</title>"))
        #expect(feed.contains("<updated>2020-01-01T00:00:00Z</updated>"))
        #expect(feed.contains(#"<content type="html">&lt;p&gt;Hello &amp;amp; welcome&lt;/p&gt;</content>"#))
    }

    @Test func theArchiveNamesItsFeedAndSaysWhenItIsEmpty() throws {
        let house = try House()
        let page = house.get("/archive/news")
        #expect(page.contains(#"type="application/atom+xml" title="News &amp; Views" href="/archive/news/feed.atom""#))
        #expect(page.contains("The first issue is still to come."))
    }

    @Test func anIssueTellsSearchEnginesItsAddress() throws {
        let house = try House()
        try house.queue(
            "2020-01", subject: "News",
            versions: [NewIssue.Version(language: "es", subject: "Noticias", composed: "{}", webPage: "<p>Hola</p>")])
        let address = "https://example.org/archive/news/2020-01"
        let own = #"<\#(address)>; rel="alternate"; hreflang="en""#
        let other = #"<\#(address)?language=es>; rel="alternate"; hreflang="es""#
        let english = house.get("/archive/news/2020-01")
        #expect(english.header("Link") == #"<\#(address)>; rel="canonical", \#(own), \#(other)"#)
        let spanish = house.get("/archive/news/2020-01", query: [("language", "es")])
        #expect(spanish.header("Link") == #"<\#(address)?language=es>; rel="canonical", \#(own), \#(other)"#)
        #expect(spanish.header("Content-Language") == "es")
    }

    @Test func anUnlistedArchiveHasAnUnlistedFeed() throws {
        let house = try House(archive: .unlisted)
        #expect(house.get("/archive/news/feed.atom").header("X-Robots-Tag") == "noindex")
    }
}
