import HTTP
import Mail
import Newsletter
import Testing

@testable import Web

@Suite struct PreferencesPagesTests {
    private let house: House
    private let later = House.now + 3_600

    init() throws { house = try House() }

    private func token() throws -> String {
        _ = house.post("/confirm/\(try #require(house.invite()?.confirm))")
        #expect(house.post("/links", [("email", "ana@example.org")], now: later).contains("Check your inbox"))
        return try #require(house.letters.last?.preferences)
    }

    @Test func theAnswerIsTheSameForAnyAddress() throws {
        #expect(house.get("/links").contains(#"action="/links""#))
        let stranger = house.post("/links", [("email", "nobody@example.org")])
        _ = try token()
        #expect(house.post("/links", [("email", "ana@example.org")], now: later + 3_600) == stranger)
        #expect(house.post("/links", [("email", "ana")]).status == 422)
    }

    @Test func nameLanguagePauseAndLists() throws {
        let token = try token()
        let path = "/preferences/\(token)"
        let page = house.get(path, now: later)
        #expect(page.status == 200)
        #expect(page.header("Cache-Control") == "no-store")
        #expect(page.header("Set-Cookie") == nil)
        #expect(page.contains(#"value="news" checked"#))
        let saved = house.post(
            path,
            [("action", "save"), ("name", "Ana"), ("language", "es"), ("pause", "1"), ("list", "news")], now: later)
        #expect(saved.contains("Sus cambios están guardados."))
        #expect(saved.contains(#"value="es" lang="es" selected"#))
        #expect(saved.contains("Hasta el 31 de enero de 2020"))
        #expect(try house.count(.confirmed) == 1)
        let kept = house.post(
            path, [("action", "save"), ("name", ""), ("language", "xx"), ("pause", "keep"), ("list", "news")],
            now: later)
        #expect(kept.contains("Until 31 January 2020"))
        #expect(!kept.contains(#"value="es" lang="es" selected"#))
    }

    @Test func whatIsAgreedToIsWhatThePageSays() throws {
        let token = try token()
        _ = house.post("/preferences/\(token)", [("action", "save")], now: later)
        let words = "By ticking this box and choosing Save, I agree to receive News &amp; Views by email."
        #expect(house.get("/preferences/\(token)", now: later).contains(words))
        _ = house.post("/preferences/\(token)", [("action", "save"), ("list", "news")], now: later)
        let consent = try house.database.detail(of: EmailAddress("ana@example.org"))?.subscriptions.first?.consent
        #expect(consent?.last?.wording?.hasPrefix(words.replacing("&amp;", with: "&")) == true)
        #expect(consent?.last?.wordingVersion == 2)
    }

    @Test func leavingEverything() throws {
        let token = try token()
        #expect(
            house.post("/preferences/\(token)", [("action", "leave")], now: later).contains(
                "unsubscribed from everything"))
        #expect(try house.count(.unsubscribed) == 1)
        let undo = try #require(house.letters.last?.undo)
        #expect(house.get("/undo/\(undo)", now: later).contains("Subscribe me again"))
        #expect(try house.count(.unsubscribed) == 1)
        #expect(house.post("/undo/\(undo)", now: later).contains("You are subscribed again"))
        #expect(try house.count(.confirmed) == 1)
        #expect(house.get("/undo/\(undo)", now: later + 8 * 86_400).contains("You are subscribed again"))
    }

    @Test func anotherAddress() throws {
        let token = try token()
        let path = "/preferences/\(token)"
        #expect(house.post(path, [("action", "move"), ("email", "ana@")], now: later).status == 422)
        let asked = house.post(path, [("action", "move"), ("email", "new@example.net")], now: later)
        #expect(asked.contains("We have sent a mail to new@example.net"))
        let letter = try #require(house.letters.last)
        #expect(letter.recipient == "new@example.net")
        #expect(house.get("/confirm/\(letter.confirm)", now: later).contains("Confirm your new address"))
        #expect(house.post("/confirm/\(letter.confirm)", now: later).contains("Your address is changed"))
        #expect(try house.database.detail(of: EmailAddress("new@example.net")) != nil)
        #expect(house.letters.last?.kind == .moved)
        // Once more, in another language, and as long as anybody may look.
        #expect(house.post("/confirm/\(letter.confirm)", now: later).contains("Your address is changed"))
        #expect(house.get("/confirm/\(letter.confirm)", query: [("lang", "es")], now: later).status == 200)
        let personal = try house.database.personalData(of: EmailAddress("new@example.net"))
        #expect(personal?.newAddress == nil)
    }

    private func ask() throws {
        try house.database.setFields(
            [
                CustomField(
                    name: "country", kind: .choice, label: .init("Country"),
                    choices: [CustomField.Choice(value: "Chile", label: .init("Chile"))], isRequired: true),
                CustomField(name: "site", kind: .text, label: .init("Site")),
                CustomField(name: "member", kind: .checkbox, label: .init("Member")),
            ], of: house.news)
    }

    @Test func noQuestionKeepsAnybodyFromLeaving() throws {
        let path = "/preferences/\(try token())"
        try ask()
        #expect(house.post(path, [("action", "save"), ("list", "news")], now: later).status == 422)
        #expect(house.post(path, [("action", "save")], now: later).contains("Your changes are saved."))
        #expect(try house.count(.unsubscribed) == 1)
    }

    @Test func importedAnswersAreKeptThoughNoFormWouldTakeThem() throws {
        let path = "/preferences/\(try token())"
        try ask()
        let known = ["country": "Bolivia", "site": "https://example.org", "member": "TRUE"]
        let person = try #require(try house.database.subscriber(key: EmailAddress("ana@example.org").key)?.id)
        try house.database.setAttributes(known, subscriber: person)
        let page = house.get(path, now: later)
        #expect(page.contains(#"<option value="Bolivia" selected>"#))
        #expect(page.contains(#"type="checkbox" value="yes" checked"#))
        let form = [("action", "save"), ("list", "news"), ("field.country", "Bolivia"), ("field.member", "yes")]
        #expect(house.post(path, form + [("field.site", "https://example.org")], now: later).status == 200)
        #expect(
            try house.database.attributes(of: person)
                == ["country": "Bolivia", "site": "https://example.org", "member": "yes"])
        #expect(house.post(path, form + [("field.site", "https://evil.example")], now: later).status == 422)
        #expect(
            house.post(path, [("action", "save"), ("list", "news"), ("field.country", "Peru")], now: later).status
                == 422)
    }

    @Test func whatWasTypedStandsInTheFormThatComesBack() throws {
        let path = "/preferences/\(try token())"
        _ = try house.add("other", "Other")
        try ask()
        let page = house.post(
            path,
            [
                ("action", "save"), ("list", "news"), ("list", "other"), ("name", "Ana B."), ("language", "fr"),
                ("pause", "3"), ("field.site", "Lima"),
            ], now: later)
        #expect(page.status == 422)
        for part in [
            #"value="other" checked"#, #"value="Ana B.""#, #"lang="fr" selected"#, #"value="3" selected"#,
            #"value="Lima""#, "Please answer this.",
        ] {
            #expect(page.contains(part), "\(part)")
        }
        #expect(try house.count(.confirmed) == 1)
    }

    @Test func theAddressThatIsTheirsAlready() throws {
        let path = "/preferences/\(try token())"
        let letters = house.letters.all.count
        let page = house.post(path, [("action", "move"), ("email", "ana@EXAMPLE.org")], now: later)
        #expect(page.contains("Your mail comes to this address already."))
        #expect(house.letters.all.count == letters)
    }

    @Test func aNewAddressThatIsConfirmedTooLate() throws {
        let path = "/preferences/\(try token())"
        _ = house.post(path, [("action", "move"), ("email", "new@example.net")], now: later)
        let first = try #require(house.letters.last?.confirm)
        let late = house.post("/confirm/\(first)", now: later + 86_401)
        #expect(late.status == 410)
        #expect(late.contains("only the newest one does") && late.contains(#"href="/links""#))
        _ = house.post(path, [("action", "move"), ("email", "newer@example.net")], now: later)
        #expect(house.get("/confirm/\(first)", now: later).status == 410)
        #expect(house.get("/confirm/\(first.dropLast())x", now: later).status == 404)
    }

    @Test func anOldLinkOffersANewOne() throws {
        let token = try token()
        let page = house.get("/preferences/\(token)", now: later + 3_601)
        #expect(page.status == 410)
        #expect(page.contains(#"href="/links""#))
        #expect(house.post("/preferences/\(token)", [("action", "leave")], now: later + 3_601).status == 410)
        #expect(try house.count(.confirmed) == 1)
        #expect(house.get("/preferences/x").status == 404)
    }
}
