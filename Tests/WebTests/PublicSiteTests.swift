import Foundation
import HTTP
import Mustache
import Newsletter
import Testing

@testable import Web

@Suite struct PublicSiteTests {
    @Test func pastIssuesAreListedAndShown() throws {
        let house = try House()
        #expect(house.get("/archive/news").contains("The first issue is still to come."))
        let html = #"<!DOCTYPE html><p style="color:red">Hello</p>"#
        try house.queue("2020-01", subject: "News <of> January", html: html)
        let list = house.get("/archive/news")
        #expect(list.contains(#"<a href="/archive/news/2020-01" lang="en">News &lt;of&gt; January</a>"#))
        #expect(list.contains(#"<time datetime="2020-01-01">1 January 2020</time>"#))

        let issue = house.get("/archive/news/2020-01")
        #expect(issue.status == 200)
        #expect(issue.text == html)
        let policy = try #require(issue.header("Content-Security-Policy"))
        #expect(policy.contains("default-src 'none'; style-src 'unsafe-inline'"))
        #expect(!policy.contains("script-src"))
    }

    @Test(arguments: ["https://example.org/a/b", "https://example.org/a/b/", "http://[::1]:8080/a/b"])
    func allPathsHangUnderThePublicURL(publicURL: String) throws {
        let house = try House(publicURL: publicURL)
        for path in ["/a/b", "/a/b/", "/"] {  // "/": the proxy removed the prefix
            let page = house.get(path)
            #expect(page.status == 200)
            #expect(page.contains(#"action="/a/b/subscribe/news""#))
            #expect(page.contains(#"href="/a/b/style.css?theme=plain&amp;v="#))
        }
        for path in ["/a/b/subscribe/news", "/subscribe/news", "/a/b/style.css", "/a/b/healthz"] {
            #expect(house.get(path).status == 200)
        }
        #expect(house.get("/a/subscribe/news").status == 404)
    }

    @Test func aPrefixMayLookLikeAPage() throws {
        let house = try House(publicURL: "https://example.org/archive")
        #expect(house.get("/archive/archive/news").status == 200)
        #expect(house.get("/archive/news").status == 200)
        #expect(house.get("/archive").contains("/archive/subscribe/news"))
    }

    @Test func otherMethodsAreNotAllowed() throws {
        let house = try House()
        let archive = house.post("/archive/news")
        #expect(archive.status == 405)
        #expect(archive.header("Allow") == "GET, HEAD")
        let other = house.site.respond(to: HTTPRequest(method: .other, path: ["confirm", "x"]), now: House.now)
        #expect(other.status == 405)
        #expect(other.header("Allow") == "GET, HEAD, POST")
    }

    @Test func anErrorPageEchoesNothing() throws {
        let house = try House()
        let page = house.get("/<script>x")
        #expect(page.status == 404)
        #expect(page.contains("Page not found"))
        #expect(!page.contains("script"))
        for status in [400, 405, 413, 500] {
            #expect(house.site.errorPage(status).status == status)
            #expect(house.site.errorPage(status).contains("Sorry"))
        }
    }

    @Test func aReadersCopyIsForNobodyElse() throws {
        let house = try House()
        let page = house.get("/view/token-of-ana")
        #expect(page.status == 200 && page.text == "<p>Dear Ana</p>")
        #expect(page.header("Cache-Control") == "no-store" && page.header("X-Robots-Tag") == "noindex")
        #expect(page.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
        #expect(house.get("/view/another").status == 404)
        #expect(house.post("/view/token-of-ana").status == 405)
    }

    @Test func imagesMayBeKeptForEver() throws {
        let house = try House()
        let image = NewIssue.Media(name: "0a1b.png", type: "image/png", bytes: [1, 2, 3])
        try house.queue("2020-01", subject: "News", media: [image])
        let answer = house.get("/media/0a1b.png")
        #expect(answer.body == [1, 2, 3] && answer.header("Content-Type") == "image/png")
        #expect(answer.header("Cache-Control") == "public, max-age=31536000, immutable")
        #expect(house.get("/media/0a1c.png").status == 404)
        #expect(house.get("/media/0a1b.png/x").status == 404)
    }

    @Test func anIssueIsShownInTheLanguageAskedFor() throws {
        let house = try House()
        let spanish = NewIssue.Version(language: "es", subject: "Noticias", composed: "{}", webPage: "<p>Hola</p>")
        try house.queue("2020-01", subject: "News", versions: [spanish])
        #expect(house.get("/archive/news/2020-01").text == "<p>Hello</p>")
        #expect(house.get("/archive/news/2020-01", query: [("language", "es")]).text == "<p>Hola</p>")
        #expect(house.get("/archive/news/2020-01", query: [("language", "fr")]).text == "<p>Hello</p>")
    }

    @Test func aStoreThatFailsIsOurFault() throws {
        let house = try House()
        let broken = try PublicSite(
            registrar: .init(
                register: house.database, correspondence: house.letters, keys: .generate(), confirmationExpires: 1),
            pages: BrokenPages(), viewer: OneView(), looks: Wardrobe(), templates: House.templates,
            phrasebook: House.phrasebook(), publicURL: "https://example.org",
            onFailure: { [failures = house.failures] error in
                failures.add(error)
                return 500
            })
        let page = broken.respond(to: HTTPRequest(method: .get, path: []), now: House.now)
        #expect(page.status == 500)
        #expect(page.header("Cache-Control") == "no-store")
        #expect(broken.respond(to: HTTPRequest(method: .get, path: ["healthz"]), now: House.now).status == 503)
        #expect(house.failures.count == 2)
        #expect(house.get("/healthz").text == "ok\n")
    }

    private struct BrokenPages: PublicPages {
        struct Fault: Error {}
        func lists() throws -> [MailingList] { throw Fault() }
        func list(named name: ListName) throws -> MailingList? { throw Fault() }
        func fields(of list: MailingList) throws -> [CustomField] { throw Fault() }
        func archive(of list: ListName) throws -> [ArchivedIssue] { throw Fault() }
        func archivedIssue(_ slug: Slug, of list: ListName, language: String?) throws -> ArchivedPage? { throw Fault() }
        func media(named name: String) throws -> PublicMedia? { throw Fault() }
        func check() throws { throw Fault() }
    }

    @Test func aMissingTemplateIsNamed() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mailer-templates-\(UUID().uuidString)")
        try FileManager.default.copyItem(atPath: House.templates, toPath: folder.path)
        defer { try? FileManager.default.removeItem(at: folder) }
        let template = folder.appending(path: "confirm.mustache")
        try Data("{{#open}}".utf8).write(to: template)
        let broken = #expect(throws: MustacheError.self) {
            try PageTemplates(
                folder: folder.path, phrasebook: House.phrasebook(), publicURL: "", looks: Wardrobe())
        }
        #expect(broken?.file.hasSuffix("confirm.mustache") == true)
        try FileManager.default.removeItem(at: template)
        let missing = #expect(throws: MustacheError.self) {
            try PageTemplates(
                folder: folder.path, phrasebook: House.phrasebook(), publicURL: "", looks: Wardrobe())
        }
        #expect(missing?.description.contains("confirm.mustache:1:1: this template is missing") == true)
    }

    @Test func thePagesNeedNoScriptAndNoStranger() throws {
        let house = try House()
        for path in ["/", "/subscribe/news", "/archive/news", "/confirm/x", "/nowhere"] {
            let page = house.get(path)
            #expect(page.contains(#"<html lang="en">"#))
            #expect(page.contains("<h1>"))
            for forbidden in ["<script", "style=", "<style", "onclick", "src="] {
                #expect(!page.contains(forbidden))
            }
        }
        #expect(house.get("/style.css").header("Content-Type") == "text/css; charset=utf-8")
        #expect(house.get("/icon.svg").header("Content-Type") == "image/svg+xml")
        #expect(house.get("/favicon.ico").status == 200)
    }
}
