import HTTP
import Newsletter
import Testing

@testable import Web

@Suite struct LookTests {
    @Test func aListsPagesHaveItsLookAndTheOthersTheCommonOne() throws {
        let house = try House(publicURL: "https://example.org/n")
        var list = try #require(try house.database.list(named: ListName("news")))
        list.theme = "ours"
        try house.database.update(list)
        for path in ["/n/subscribe/news", "/n/archive/news"] {
            let page = house.get(path)
            #expect(page.contains(#"href="/n/style.css?theme=ours&amp;v="#))
            #expect(page.contains(#"<img src="/n/logo/ours?v="#) && page.contains(#"alt="O &amp; us" width="90""#))
        }
        for path in ["/n/", "/n/links", "/n/nowhere", "/n/confirm/x"] {
            let page = house.get(path)
            #expect(page.contains("style.css?theme=plain&amp;v=") && !page.contains("<img"))
        }
        let framed = house.get("/n/subscribe/news", query: [("embed", "1")])
        #expect(framed.contains("style.css?theme=ours&amp;v=") && !framed.contains("<img"))
    }

    @Test func sheetAndLogoAreKeptForEverUnderTheirVersion() throws {
        let house = try House()
        let version = try #require(
            house.get("/").text.firstMatch(of: /style.css\?theme=plain&amp;v=([0-9a-f]{32})"/)?.1)
        let sheet = house.get("/style.css", query: [("theme", "plain"), ("v", String(version))])
        #expect(sheet.text.hasPrefix(Wardrobe.plain.css) && sheet.contains("var(--page)"))
        #expect(sheet.header("Cache-Control") == "public, max-age=31536000, immutable")
        let old = house.get("/style.css", query: [("theme", "plain"), ("v", "1")])
        #expect(old.body == sheet.body && old.header("Cache-Control") == "public, max-age=3600")
        #expect(house.get("/style.css").body == sheet.body)
        let logo = house.get("/logo/ours")
        #expect(logo.text == "GIF8" && logo.header("Content-Type") == "image/gif")
        for path in ["/logo/plain", "/logo/theirs"] { #expect(house.get(path).status == 404) }
        #expect(house.get("/style.css", query: [("theme", "theirs")]).status == 404)
    }

    @Test func whoHasTheFeedGetsItNotAgain() throws {
        let house = try House()
        let feed = house.get("/archive/news/feed.atom")
        let (tag, date) = (try #require(feed.header("ETag")), try #require(feed.header("Last-Modified")))
        #expect(date == "Wed, 01 Jan 2020 00:00:00 GMT")
        let cases: [(fields: [(String, String)], status: Int)] = [
            ([("If-None-Match", tag)], 304), ([("if-none-match", "\"x\" , W/\(tag)")], 304),
            ([("If-None-Match", "*")], 304), ([("If-Modified-Since", date)], 304), ([("If-None-Match", "\"x\"")], 200),
            ([("If-None-Match", "\"x\""), ("If-Modified-Since", date)], 200),
            ([("If-Modified-Since", "yesterday")], 200), ([], 200),
        ]
        for (fields, status) in cases {
            let request = HTTPRequest(
                method: .get, path: ["archive", "news", "feed.atom"],
                headers: fields.map { HTTPField(name: $0.0, value: $0.1) })
            let answer = house.site.respond(to: request, now: House.now)
            #expect(answer.status == status)
            #expect(answer.body.isEmpty == (status == 304))
            #expect(answer.header("ETag") == tag && answer.header("Cache-Control") == "public, max-age=900")
        }
    }
}
