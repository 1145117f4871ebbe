import HTTP
import Mail
import Newsletter
import Testing

@testable import Web

@Suite struct LinkPagesTests {
    @Test func onlyTheButtonConfirms() throws {
        let house = try House()
        let token = try #require(house.invite()?.confirm)
        for _ in 0..<2 {  // a scanner, and then the reader
            let page = house.get("/confirm/\(token)")
            #expect(page.status == 200)
            #expect(page.contains(#"<form method="post" action="/confirm/\#(token)">"#))
            #expect(page.header("Cache-Control") == "no-store")
            #expect(try house.count(.confirmed) == 0)
        }
        #expect(house.post("/confirm/\(token)").contains("You are subscribed"))
        #expect(try house.count(.confirmed) == 1)
        for again in [house.get("/confirm/\(token)"), house.post("/confirm/\(token)")] {
            #expect(again.status == 200)
            #expect(again.contains("You are subscribed"))
        }
    }

    @Test func decliningEndsTheRequest() throws {
        let house = try House()
        let tokens = try #require(house.invite())
        #expect(house.get("/decline/\(tokens.decline)").contains("Cancel the request"))
        #expect(try house.count(.pending) == 1)
        #expect(house.post("/decline/\(tokens.decline)").contains("The request is cancelled"))
        #expect(try house.count(.unsubscribed) == 1)
        let late = house.post("/confirm/\(tokens.confirm)")
        #expect(late.status == 410)
        #expect(late.contains("The request was cancelled"))
        #expect(try house.count(.confirmed) == 0)
    }

    @Test func anOldLinkHasExpired() throws {
        let house = try House()
        let token = try #require(house.invite()?.confirm)
        let late = House.now + 31 * 86_400
        #expect(house.get("/confirm/\(token)", now: late).status == 410)
        let page = house.post("/confirm/\(token)", now: late)
        #expect(page.status == 410)
        #expect(page.contains(#"href="/subscribe/news""#))
        #expect(try house.count(.confirmed) == 0)
    }

    /// RFC 8058 §3.1 and §3.2: a form or a multipart body (to the site the same), repeatable, 200, no redirect, no cookie.
    @Test func oneClickUnsubscribes() throws {
        let house = try House()
        let token = try unsubscribeToken(house)
        #expect(house.get("/unsubscribe/\(token)").contains("<button"))
        #expect(try house.count(.confirmed) == 1)
        for _ in 0..<2 {
            let answer = house.post("/unsubscribe/\(token)", [("List-Unsubscribe", "One-Click")])
            #expect(answer.status == 200)
            #expect(answer.header("Set-Cookie") == nil)
            #expect(answer.header("Location") == nil)
            #expect(try house.count(.unsubscribed) == 1)
        }
        #expect(house.get("/unsubscribe/\(token)").contains("You are unsubscribed"))
        // It works years later too.
        #expect(house.get("/unsubscribe/\(token)", now: House.now + 10 * 366 * 86_400).status == 200)
    }

    @Test func theButtonUnsubscribesToo() throws {
        let house = try House()
        let token = try unsubscribeToken(house)
        #expect(house.post("/unsubscribe/\(token)").contains("You are unsubscribed"))
        #expect(try house.count(.unsubscribed) == 1)
    }

    @Test(arguments: ["confirm", "decline", "unsubscribe"])
    func aForgedLinkIsExplained(action: String) throws {
        let house = try House()
        let tokens = try #require(house.invite())
        let wrong = action == "confirm" ? tokens.decline : tokens.confirm
        for token in ["x", String(wrong.reversed()), wrong, String(wrong.dropLast())] {
            for page in [house.get("/\(action)/\(token)"), house.post("/\(action)/\(token)")] {
                #expect(page.status == 404)
                #expect(page.contains("This link does not work"))
                #expect(!page.contains(token) || token == "x")
            }
        }
        #expect(try house.count(.pending) == 1)
    }

    private func unsubscribeToken(_ house: House) throws -> String {
        _ = house.post("/confirm/\(try #require(house.invite()?.confirm))")
        // Whoever is subscribed and signs up again gets their links by mail.
        return try #require(house.invite(now: House.now + 2 * 3_600)?.unsubscribe)
    }

    @Test func whoLeavesMaySayWhy() throws {
        let house = try House()
        _ = house.post("/confirm/\(try #require(house.invite()).confirm)")
        _ = house.post("/links", [("email", "ana@example.org")], now: House.now + 7_200)
        let token = try #require(house.letters.last?.unsubscribe)
        let left = house.post("/unsubscribe/\(token)", [("List-Unsubscribe", "One-Click")])
        #expect(left.contains(#"name="reason" value="too-many""#))
        #expect(try house.database.leavings(of: house.news).counts == [:])
        _ = house.post("/unsubscribe/\(token)", [("reason", "bad"), ("words", "  ")])
        #expect(try house.database.leavings(of: house.news).counts == [:])
        let thanks = house.post("/unsubscribe/\(token)", [("reason", "too-many")])
        #expect(thanks.contains("Thank you.") && !thanks.contains(#"name="reason""#))
        _ = house.post("/unsubscribe/\(token)", [("words", String(repeating: "x", count: 600))])
        let said = try house.database.leavings(of: house.news)
        #expect(said.counts == ["other": 1])
        #expect(said.words.map(\.count) == [500])
        _ = house.post("/unsubscribe/\(token)", [("words", "e" + String(repeating: "\u{301}", count: 10_000))])
        #expect(try house.database.leavings(of: house.news).words.map(\.unicodeScalars.count) == [500])
        _ = try house.database.erase(EmailAddress("ana@example.org"), keys: house.keys, now: House.now)
        _ = house.post("/unsubscribe/\(token)", [("words", "after all")])
        #expect(try house.database.leavings(of: house.news).words == [])
    }
}
