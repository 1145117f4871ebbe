import Newsletter
import Outbox
import Testing

@testable import SMTP

@Suite struct LocalRefusalTests {
    @Test(arguments: [
        ("a@example.org", true), ("a+b.c@example.org", true), ("\"a b\"@example.org", true),
        ("\"a>\\\"<b\"@example.org", true), ("josé@example.org", true), ("a@[192.0.2.1]", true),
        ("", false), ("a b@example.org", false), ("a>@example.org", false), ("<a@example.org", false),
        ("a@example.org\r\nDATA", false), ("a@example.org\n", false), ("a\0@example.org", false),
        ("a\u{7f}@example.org", false), ("\"a\r\n\"@example.org", false), ("\"a\\\r\"@example.org", false),
        ("\"a@example.org", false), ("\"a\\\"@example.org", false), ("a@example.org> SIZE=1", false),
    ])
    func guardsTheEnvelope(_ path: String, _ isSafe: Bool) {
        #expect(LocalRefusal.isSafePath(path) == isSafe)
        let plain = Capabilities(keywords: ["SMTPUTF8", "8BITMIME"])
        for message in [sample(recipient: path), sample(sender: path)] {
            let outcome = LocalRefusal.check(message, scan: MessageScan(message.bytes), relay: plain)
            let isNullSender = path.isEmpty && message.sender.isEmpty
            #expect(outcome?.summary == (isSafe || isNullSender ? nil : "refused 501 at mail"))
        }
    }

    @Test(
        arguments: [
            ("plain\r\n", [], nil), ("plain\r\n", ["SIZE 10"], "refused 552 at mail"), ("plain\r\n", ["SIZE 0"], nil),
            ("plain\r\n", ["SIZE"], nil), ("plain\r\n", ["size 1000"], nil), ("ñ\r\n", ["8bitmime"], nil),
            ("ñ\r\n", [], "refused 554 at mail"), ("a\nb\r\n", ["8BITMIME"], "refused 554 at mail"),
            ("no end", [], "refused 554 at mail"),
        ] as [(String, [String], String?)])
    func guardsTheBytes(_ body: String, _ keywords: [String], _ expected: String?) {
        let message = sample(body: body)
        let outcome = LocalRefusal.check(
            message, scan: MessageScan(message.bytes), relay: Capabilities(keywords: keywords))
        #expect(outcome?.summary == expected)
    }

    @Test func neverNamesTheAddress() {
        let message = sample(recipient: "secret name@example.org")
        let outcome = LocalRefusal.check(message, scan: MessageScan(message.bytes), relay: Capabilities(keywords: []))
        guard case .refused(let reply, _)? = outcome else {
            Issue.record("not refused")
            return
        }
        #expect(!reply.text.contains("secret"))
    }
}
