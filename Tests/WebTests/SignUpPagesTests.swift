import HTTP
import Newsletter
import Testing

@testable import Web

@Suite struct SignUpPagesTests {
    @Test func theFirstPageHasAFormForEachList() throws {
        let house = try House()
        let page = house.get("/")
        #expect(page.status == 200)
        #expect(page.contains("News &amp; Views"))
        #expect(page.contains(#"action="/subscribe/news""#))
        #expect(page.contains(#"href="/archive/news""#))
        #expect(page.contains(#"href="https://example.org/privacy""#))
    }

    @Test func anUnlistedArchiveIsLinkedFromNowhere() throws {
        let house = try House(archive: .unlisted)
        for path in ["/", "/subscribe/news"] {
            #expect(!house.get(path).contains("/archive/"))
        }
        let archive = house.get("/archive/news")
        #expect(archive.status == 200)
        #expect(archive.header("X-Robots-Tag") == "noindex")
    }

    @Test func theAnswerIsTheSameForAnyAddress() throws {
        let house = try House()
        let stranger = house.post("/subscribe/news", [("email", "ana@example.org"), ("name", " Ana  María ")])
        #expect(stranger.status == 200)
        #expect(stranger.contains("Check your inbox"))
        #expect(house.letters.last?.name == "Ana María")
        #expect(try house.count(.pending) == 1)

        #expect(house.post("/subscribe/news", [("email", "ana@example.org")]) == stranger)  // pending
        _ = house.post("/confirm/\(try #require(house.letters.all.first?.confirm))")
        #expect(try house.count(.confirmed) == 1)
        #expect(house.post("/subscribe/news", [("email", "ANA@example.org")]) == stranger)  // subscribed
        #expect(try house.count(.confirmed) == 1)
    }

    @Test(arguments: [
        ("", "Please enter your email address."),
        ("  ", "Please enter your email address."),
        ("ana", "has an @ in it"),
        ("ana@", "not a complete email address"),
        ("ana@example.org\r\nBcc: b@example.org", "not a complete email address"),
    ])
    func aWrongAddressBringsTheFormBack(email: String, fault: String) throws {
        let house = try House()
        let page = house.post("/subscribe/news", [("email", email), ("name", "Ana")])
        #expect(page.status == 422)
        #expect(page.contains(fault))
        #expect(page.contains(#"role="alert""#))
        #expect(page.contains(#"aria-invalid="true" aria-describedby="email-fault-news""#))
        #expect(page.contains(#"value="Ana""#))
        #expect(house.letters.all.isEmpty)
    }

    @Test func whatWasTypedComesBackEscaped() throws {
        let house = try House()
        let page = house.post(
            "/subscribe/news", [("email", #""><script>alert(1)</script>"#), ("name", "<b>{{base}}</b>")])
        #expect(page.status == 422)
        #expect(!page.contains("<script>"))
        #expect(!page.contains("<b>"))
        #expect(page.contains("{{base}}"))
    }

    @Test func aNameThatIsALinkIsRefused() throws {
        let house = try House()
        let page = house.post("/subscribe/news", [("email", "ana@example.org"), ("name", "win at evil.example")])
        #expect(page.status == 422)
        #expect(page.contains("looks like a web address"))
        #expect(page.contains(#"aria-describedby="name-fault-news""#))
        #expect(house.letters.all.isEmpty)
    }

    @Test func theWordsAgreedToAreThoseOfTheForm() throws {
        let house = try House()
        let templates = try PageTemplates(
            folder: House.templates, phrasebook: House.phrasebook(), publicURL: "")
        let wording = try templates.wording(for: house.news.view, in: "en")
        #expect(wording.hasPrefix("By choosing Subscribe, I agree to receive News & Views by email."))
        #expect(!wording.contains("\n"))
        #expect(house.get("/subscribe/news").contains(wording.replacing("&", with: "&amp;")))
    }

    @Test(arguments: ["/subscribe/other", "/subscribe/NEWS", "/subscribe/-", "/archive/other", "/archive/news/none"])
    func anUnknownListHasNoPage(path: String) throws {
        let house = try House()
        #expect(house.get(path).status == 404)
        #expect([404, 405].contains(house.post(path, [("email", "ana@example.org")]).status))
    }
}

@Suite struct ReaderNameTests {
    @Test(arguments: [
        "Ana", "Ana María Ñuñez", "J.R. Smith", "St.Clair", "O'Neil-Smith, Jr.", "Jean-Luc M.", "山田 太郎",
        "J.Li", "Anna Maier, M.Sc.", "Dr.McDonald", "Ph.D.", "Verein e.V.", "Dipl.-Ing. Weiß",
        String(repeating: "é", count: 100),
    ])
    func namesOfPeople(name: String) throws {
        #expect(try ReaderName(name)?.text == name)
    }

    @Test func spacesAreTidied() throws {
        #expect(try ReaderName("  Ana   B ")?.text == "Ana B")
        #expect(try ReaderName("   ") == nil)
    }

    @Test(arguments: [
        ("evil.example", ReaderName.Fault.looksLikeLink), ("go to EVIL.COM now", .looksLikeLink),
        ("https://a", .looksLikeLink), ("www.evil", .looksLikeLink), ("a@b", .looksLikeLink),
        ("bit.ly/x", .looksLikeLink),
        ("evil.example.", .looksLikeLink), ("EVIL.COM.", .looksLikeLink), ("Evil.Example", .looksLikeLink),
        ("eViL.cOm", .looksLikeLink), ("(Bit.Ly)", .looksLikeLink), ("T.Co", .looksLikeLink),
        ("evil\u{FF0E}example", .looksLikeLink), ("evil\u{3002}example", .looksLikeLink),
        ("Evil\u{FF61}Example\u{3002}", .looksLikeLink), ("evil.\u{200D}example", .looksLikeLink),
        ("mailto:x", .looksLikeLink), ("Ana\r\nBcc: x", .controlCharacter), ("Ana\u{202E}", .controlCharacter),
        ("Ana\u{2028}B", .controlCharacter), (String(repeating: "x", count: 101), .tooLong),
    ])
    func whatIsNoName(name: String, fault: ReaderName.Fault) {
        #expect(throws: fault) { try ReaderName(name) }
    }
}
