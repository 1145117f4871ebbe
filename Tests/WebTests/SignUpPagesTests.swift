import HTTP
import Mail
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
            folder: House.templates, phrasebook: House.phrasebook(), publicURL: "", looks: Wardrobe())
        let wording = try templates.wording(for: house.news.view, in: "en")
        #expect(wording.hasPrefix("By choosing Subscribe, I agree to receive News & Views by email."))
        #expect(!wording.contains("\n"))
        #expect(house.get("/subscribe/news").contains(wording.replacing("&", with: "&amp;")))
    }

    @Test func oneMailAndOneButtonConfirmSeveralLists() throws {
        let house = try House()
        let tips = try house.add("tips", "Tips & Tricks", language: "es")
        let page = house.get("/")
        #expect(page.contains(#"action="/subscribe""#))
        #expect(!page.contains(" checked"))  // nobody agrees by leaving a tick where it is
        let sent = house.post(
            "/subscribe", [("email", "ana@example.org"), ("list", "news"), ("list", "tips"), ("list", "none")])
        #expect(sent.contains("one email about the newsletters"))
        #expect(house.letters.all.count == 1)
        let token = try #require(house.letters.last?.confirm)
        let question = house.get("/confirm/\(token)")
        #expect(question.contains("Tips &amp; Tricks") && question.contains("News &amp; Views"))
        #expect(try (house.count(.confirmed), house.count(.pending, of: tips)) == (0, 1))
        let done = house.post("/confirm/\(token)")
        #expect(done.contains("Tips &amp; Tricks") && done.contains("News &amp; Views"))
        #expect(try (house.count(.confirmed), house.count(.confirmed, of: tips)) == (1, 1))
        #expect(house.post("/confirm/\(token)") == done)
        let detail = try #require(try house.database.detail(of: .init("ana@example.org")))
        for subscription in detail.subscriptions {
            #expect(subscription.consent.map(\.event) == [.requested, .confirmed])
            #expect(subscription.consent.first?.wording?.contains("the newsletters chosen above") == true)
        }
    }

    @Test func onlyTheNewestRequestForAListCounts() throws {
        let house = try House()
        let tips = try house.add("tips", "Tips")
        _ = house.post("/subscribe", [("email", "ana@example.org"), ("list", "news"), ("list", "tips")])
        let both = try #require(house.letters.last?.confirm)
        let later = House.now + 7_200
        _ = house.post("/subscribe/tips", [("email", "ana@example.org")], now: later)
        _ = house.post("/confirm/\(both)", now: later)
        #expect(try (house.count(.confirmed), house.count(.pending, of: tips)) == (1, 1))
        _ = house.post("/decline/\(try #require(house.letters.last?.decline))", now: later)
        #expect(try (house.count(.confirmed), house.count(.unsubscribed, of: tips)) == (1, 1))
    }

    @Test func aListMayAskMore() throws {
        let house = try House()
        let countries = [
            CustomField.Choice(value: "cl", label: .init("Chile")), .init(value: "pe", label: .init("Peru")),
        ]
        try house.database.setFields(
            [
                CustomField(
                    name: "country", kind: .choice, label: .init("Country", translations: ["es": "País"]),
                    choices: countries, isRequired: true),
                CustomField(name: "town", kind: .text, label: .init("Town")),
                CustomField(name: "member", kind: .checkbox, label: .init("I am a member")),
            ], of: house.news)
        let page = house.get("/subscribe/news", query: [("lang", "es")])
        #expect(page.contains("País") && page.contains(#"<option value="pe">Peru</option>"#))
        let fault = house.post("/subscribe/news", [("email", "ana@example.org"), ("field.town", "evil.example")])
        #expect(fault.status == 422)
        #expect(fault.contains(#"aria-describedby="field-country-fault""#) && fault.contains("Please answer this."))
        #expect(fault.contains(#"aria-describedby="field-town-fault""#))
        #expect(house.post("/subscribe/news", [("email", "ana@example.org"), ("field.country", "xx")]).status == 422)
        let sent = house.post(
            "/subscribe/news",
            [("email", "ana@example.org"), ("field.country", "pe"), ("field.town", " Lima "), ("field.other", "x")])
        #expect(sent.contains("Check your inbox"))
        let person = { try house.database.detail(of: .init("ana@example.org"))?.attributes }
        #expect(try person() == ["country": "pe", "town": "Lima", "member": "no"])

        _ = house.post("/confirm/\(try #require(house.letters.last?.confirm))")
        let later = House.now + 7_200
        _ = house.post("/links", [("email", "ana@example.org")], now: later)
        let token = try #require(house.letters.last?.preferences)
        #expect(house.get("/preferences/\(token)", now: later).contains(#"<option value="pe" selected>Peru</option>"#))
        let form = [("action", "save"), ("list", "news"), ("field.town", ""), ("field.member", "yes")]
        #expect(house.post("/preferences/\(token)", form, now: later).status == 422)
        #expect(house.post("/preferences/\(token)", form + [("field.country", "cl")], now: later).status == 200)
        #expect(try person() == ["country": "cl", "town": "", "member": "yes"])
    }

    @Test func noListIsAFaultBesideTheLists() throws {
        let house = try House()
        _ = try house.add("tips", "Tips")
        let page = house.post("/subscribe", [("email", "ana@example.org")])
        #expect(page.status == 422)
        #expect(page.contains(#"<fieldset aria-describedby="lists-fault">"#))
        #expect(page.contains("Please tick at least one newsletter."))
        let slip = house.post("/subscribe", [("email", "ana"), ("list", "tips")])
        #expect(slip.contains(#"value="tips" checked"#) && !slip.contains("lists-fault"))
        #expect(house.letters.all.isEmpty)
    }

    @Test func aFormOfSeveralListsWithoutOurStampIsAskedAboutOnce() throws {
        let house = try House()
        _ = try house.add("tips", "Tips")
        let page = house.post(
            "/subscribe", [("email", "ana@example.org"), ("list", "news"), ("list", "tips")], stamp: "")
        #expect(page.contains("One more step") && page.contains("the newsletters chosen above"))
        #expect(page.contains(#"name="list" value="news""#) && page.contains(#"name="list" value="tips""#))
    }

    @Test func theEmbeddedFormIsForTheSitesOfTheSettings() throws {
        let house = try House(policy: SignUpPolicy(embedders: ["https://www.example.org"]))
        let query = [("embed", "1"), ("lang", "es")]
        let page = house.get("/subscribe/news", query: query)
        #expect(page.header("Content-Security-Policy")?.contains("frame-ancestors https://www.example.org") == true)
        #expect(page.contains(#"action="/subscribe/news?embed=1" target="_self""#))
        #expect(!page.contains("<header>") && !page.contains("<footer>"))
        #expect(house.get("/subscribe/news").header("Content-Security-Policy") == nil)
        #expect(house.get("/links", query: query).header("Content-Security-Policy") == nil)
        #expect(try House().get("/subscribe/news", query: query).header("Content-Security-Policy") == nil)
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
        ("e" + String(repeating: "\u{301}", count: 1_000), .tooLong),
    ])
    func whatIsNoName(name: String, fault: ReaderName.Fault) {
        #expect(throws: fault) { try ReaderName(name) }
    }
}
