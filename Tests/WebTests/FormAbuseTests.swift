import HTTP
import Mail
import Membership
import Newsletter
import Signing
import Testing

@testable import Web

/// The form in the hands of a program.
@Suite struct FormAbuseTests {
    private static let limits = SignUpPolicy(perNetwork: 20, perHour: 300)

    /// Everything a mail bomb could be: one victim, many victims from one place, many victims from everywhere.
    @Test func tenThousandSignUpsMakeNoMailBomb() throws {
        let house = try House(policy: Self.limits)
        var answers: [Int: Int] = [:]
        for number in 0..<10_000 {
            let (victim, network) =
                switch number % 3 {
                case 0: ("victim@example.org", "2001:db8:\(String(number, radix: 16))::1")
                case 1: ("reader\(number)@example.org", "192.0.2.\(number % 256)")
                default: ("other\(number)@example.org", "2001:db8:ffff:\(String(number, radix: 16))::1")
                }
            let page = house.post("/subscribe/news", [("email", victim)], from: network)
            answers[page.status, default: 0] += 1
        }
        let queued = try house.database.turn(records: [], pauses: [], now: House.now) { desk in
            try desk.claimLetters(limit: 20_000, now: House.now)
        }
        #expect(queued.count <= 300)
        #expect(answers == [200: 300, 429: 9_700])
        for victim in ["victim@example.org", "reader1@example.org"] {
            #expect(try house.database.lettersSent(to: victim, since: Timestamp(seconds: 0)) <= 1)
        }
        let local = try (0..<10_000).filter { $0 % 3 == 1 }.reduce(0) { sum, number in
            try sum + house.database.lettersSent(to: "reader\(number)@example.org", since: Timestamp(seconds: 0))
        }
        #expect(local <= 20)
        // An hour later the form is open again.
        #expect(house.post("/subscribe/news", [("email", "ana@example.org")], now: House.now + 3_600).status == 200)
    }

    @Test func whoIsTurnedAwayHearsWhen() throws {
        let house = try House(policy: SignUpPolicy(perNetwork: 1))
        #expect(house.post("/subscribe/news", [("email", "a@example.org")], from: "192.0.2.1").status == 200)
        let page = house.post("/links", [("email", "b@example.org")], from: "192.0.2.254")
        #expect(page.status == 429)
        #expect(page.header("Retry-After") == "3600")
        #expect(page.contains("Please try again later"))
        #expect(house.post("/subscribe/news", [("email", "c@example.org")], from: "192.0.3.1").status == 200)
    }

    @Test(arguments: [
        ("", House.now), ("forged", House.now),
        ("quick", House.now), ("old", House.now + 90_000),
    ])
    func aFormThatNobodyLookedAtGetsOneMorePage(kind: String, now: Timestamp) throws {
        let house = try House()
        let stamp: String =
            switch kind {
            case "forged": FormStamp(.form, shownAt: House.now + -60).signed(by: SecretKeys.generate())
            case "quick": house.registrar.formStamp(.form, now: House.now + -1)
            case "old": house.registrar.formStamp(.form, now: House.now)
            default: ""
            }
        let question = house.post(
            "/subscribe/news", [("email", "ana@example.org"), ("name", "Ana")], stamp: stamp, now: now)
        #expect(question.status == 200)
        #expect(question.contains("One more step"))
        #expect(question.contains("By choosing Subscribe, I agree to receive"))
        #expect(question.header("Cache-Control") == "no-store")
        #expect(house.letters.all.isEmpty)

        let button = try #require(question.text.firstMatch(of: /name="stamp" value="([^"]+)"/)?.1)
        let done = house.post(
            "/subscribe/news", [("email", "ana@example.org"), ("name", "Ana"), ("as_typed", "ana@example.org")],
            stamp: String(button), now: now)
        #expect(done.contains("Check your inbox"))
        #expect(house.letters.last?.name == "Ana")
    }

    @Test func aFieldThatPeopleDoNotSeeIsATrap() throws {
        let house = try House()
        #expect(house.get("/subscribe/news").contains(#"name="contact_url""#))
        let page = house.post(
            "/subscribe/news", [("email", "ana@example.org"), ("contact_url", "https://evil.example")])
        #expect(page.contains("One more step"))
        #expect(house.letters.all.isEmpty)
    }

    @Test func aStampSaysNothingElse() throws {
        let keys = SecretKeys.generate()
        let stamp = FormStamp(.question, shownAt: House.now)
        let text = stamp.signed(by: keys)
        #expect(FormStamp.verify(text, keys: keys) == stamp)
        for index in text.indices {
            var changed = text
            changed.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
            #expect(FormStamp.verify(changed, keys: keys) == nil)
        }
        let link = LinkToken(purpose: .confirm, subscription: 1, generation: 1).signed(by: keys)
        #expect(FormStamp.verify(link, keys: keys) == nil)
        #expect(LinkToken.verify(text, purpose: .confirm, keys: keys) == nil)
    }

    @Test(
        arguments: [
            ("ana@gmial.com", "ana@gmail.com"), ("ana@gmail.con", "ana@gmail.com"),
            ("ana@hotmal.com", "ana@hotmail.com"),
            ("ana@yahoo.com.b", "ana@yahoo.com.br"), ("ana@outlok.es", "ana@outlook.es"), ("ana@gmail.com", nil),
            ("ana@mail.com", nil), ("ana@ymail.com", nil), ("ana@gmx.de", nil), ("ana@example.org", nil),
            ("a@oas.org", nil),
        ] as [(String, String?)])
    func slipsOfTheFinger(typed: String, meant: String?) throws {
        #expect(TypoHint.suggestion(for: try EmailAddress(typed)) == meant)
    }

    @Test func aSlipIsAskedAboutOnce() throws {
        let house = try House()
        let page = house.post("/subscribe/news", [("email", "ana@gmial.com")])
        #expect(page.status == 422)
        #expect(page.contains("Did you mean ana@gmail.com?"))
        #expect(page.contains(#"name="as_typed" value="ana@gmial.com""#))
        #expect(house.letters.all.isEmpty)
        let again = house.post("/subscribe/news", [("email", "ana@gmial.com"), ("as_typed", "ana@gmial.com")])
        #expect(again.contains("Check your inbox"))
    }

    @Test(arguments: [
        ("info@example.org", "belongs to an office"), ("ana@throwaway.example", "throw-away"),
        ("ana@x.throwaway.example", "throw-away"),
    ])
    func whatTheSettingsRefuse(typed: String, fault: String) throws {
        let strict = try House(policy: SignUpPolicy(refusesRoles: true, disposableDomains: ["throwaway.example"]))
        let page = strict.post("/subscribe/news", [("email", typed)])
        #expect(page.status == 422)
        #expect(page.contains(fault))
        #expect(try House().post("/subscribe/news", [("email", typed)]).status == 200)
    }
}

@Suite struct ClientAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        ("127.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "unknown", "127.0.0.1"), ("127.0.0.1", "", "127.0.0.1"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),  // whom nobody trusts may say what they like
    ])
    func isWhatTrustedProxiesSay(peer: String, forwarded: String, client: String) throws {
        let trusted = ["127.0.0.0/8", "::1", "10.0.0.0/8"].compactMap(NetworkRange.init)
        let request = HTTPRequest(
            method: .get, path: [], headers: [HTTPField(name: "X-Forwarded-For", value: forwarded)],
            remoteAddress: peer)
        #expect(ClientAddress(trustedProxies: trusted).of(request) == client)
    }

    @Test func standsInTheConsentRecord() throws {
        let house = try House(policy: SignUpPolicy(trustedProxies: [try #require(NetworkRange("192.0.2.7"))]))
        let fields = [("email", "ana@example.org"), ("stamp", house.registrar.formStamp(.form, now: House.now + -60))]
        _ = house.site.respond(
            to: HTTPRequest(
                method: .post, path: ["subscribe", "news"],
                headers: [HTTPField(name: "x-forwarded-for", value: "203.0.113.9")],
                form: fields.map { HTTPField(name: $0.0, value: $0.1) }, remoteAddress: "192.0.2.7"), now: House.now)
        let detail = try house.database.detail(of: EmailAddress("ana@example.org"))
        #expect(detail?.subscriptions.first?.consent.first?.network == "203.0.113.9")
    }

    @Test func networks() throws {
        #expect(NetworkRange.client(at: "192.0.2.1") == NetworkRange("192.0.2.0/24"))
        #expect(NetworkRange.client(at: "::ffff:192.0.2.1") == NetworkRange("192.0.2.0/24"))
        #expect(NetworkRange.client(at: "2001:db8:1:2:3::4") == NetworkRange("2001:db8:1:2::/64"))
        #expect(NetworkRange.client(at: "2001:db8:1:2::") != NetworkRange.client(at: "2001:db8:1:3::"))
        #expect(NetworkRange("0.0.0.0/0")?.contains("203.0.113.9") == true)
        #expect(NetworkRange("0.0.0.0/0")?.contains("::1") == false)
        for text in ["", "x", "1.2.3.4/33", "::1/129", "1.2.3.4/", "1.2.3.4/-1"] { #expect(NetworkRange(text) == nil) }
    }
}
