import HTTP
import Newsletter
import Testing

@testable import Web

@Suite struct LanguageTests {
    private func get(_ house: House, _ path: [String], lang: String? = nil, accept: String? = nil) -> HTTPResponse {
        house.site.respond(
            to: HTTPRequest(
                method: .get, path: path, query: lang.map { [HTTPField(name: "lang", value: $0)] } ?? [],
                headers: accept.map { [HTTPField(name: "Accept-Language", value: $0)] } ?? []), now: House.now)
    }

    @Test func theSwitchOutweighsTheBrowser() throws {
        let house = try House()
        let page = get(house, ["subscribe", "news"], lang: "pt", accept: "fr")
        #expect(page.contains(#"<html lang="pt">"#) && page.contains("Inscrever-se em"))
        #expect(page.header("Content-Language") == "pt")
        #expect(page.header("Vary") == "Accept-Language")
        #expect(page.contains(#"<input type="hidden" name="lang" value="pt">"#))
        #expect(page.contains(#"href="/archive/news?lang=pt""#))
    }

    @Test func theBrowserOutweighsTheList() throws {
        let house = try House()
        #expect(get(house, ["subscribe", "news"], accept: "de, es;q=0.8").contains("Suscribirse a"))
        #expect(get(house, ["subscribe", "news"], accept: "de").contains("Subscribe to"))
        #expect(!get(house, ["subscribe", "news"], accept: "es").contains(#"name="lang""#))
        #expect(get(house, ["nowhere"], accept: "fr").contains("Page introuvable"))
        #expect(get(house, ["subscribe", "news"], lang: "xx\"><b>").contains(#"<html lang="en">"#))
    }

    @Test func searchEnginesFindEveryLanguage() throws {
        let house = try House(publicURL: "https://example.org/base")
        let page = get(house, ["base", "subscribe", "news"])
        for tag in ["en", "es", "fr", "pt"] {
            let address = "https://example.org/base/subscribe/news?lang=\(tag)"
            #expect(page.contains(#"<link rel="alternate" hreflang="\#(tag)" href="\#(address)">"#))
            #expect(page.contains(#"<a href="/base/subscribe/news?lang=\#(tag)" lang="\#(tag)" hreflang="\#(tag)""#))
        }
        #expect(page.contains(#"hreflang="x-default" href="https://example.org/base/subscribe/news""#))
        #expect(!get(house, ["base", "confirm", "x"]).contains("rel=\"alternate\""))
    }

    @Test func signingUpSavesTheLanguageAndTheWordsShown() throws {
        let house = try House()
        _ = house.post("/subscribe/news", [("email", "ana@example.org"), ("lang", "es")])
        let detail = try #require(try house.database.detail(of: .init("ana@example.org")))
        #expect(detail.language == "es")
        let wording = try #require(detail.subscriptions.first?.consent.first?.wording)
        #expect(wording.hasPrefix("Al elegir «Suscribirse», acepto recibir News & Views"))
        // The link's page is in the reader's language, whatever the browser asks for.
        let token = try #require(house.letters.last?.confirm)
        #expect(get(house, ["confirm", token], accept: "fr").contains("Confirme su suscripción"))
        #expect(get(house, ["confirm", token], lang: "fr").contains("Confirmez votre abonnement"))
    }
}
