import Bounces
import Mail
import Signing
import Testing

@testable import Hooks

@Suite struct HookTests {
    private let now = Timestamp(seconds: 1_600_000_000)

    private func read(_ provider: HookProvider, _ body: String) throws -> [ReturnedMail] {
        let hook = Hook(provider, key: SharedSecret("k"), proof: .none)
        guard case .reports(let reports) = try hook.read(Array(body.utf8), field: { _ in nil }, now: now) else {
            return []
        }
        return reports.map(\.verdict)
    }

    @Test(arguments: [
        (
            #"{"event":"bounce","class":"hard","status":"5.1.1","text":"no such user","email":"a@example.com"}"#,
            "hard no-such-address"
        ),
        (#"{"event":"bounce","class":"hard","status":"5.7.1","text":"blocked"}"#, "soft policy"),
        (#"{"event":"bounce","text":"who knows"}"#, "soft unclassified"),
        (#"{"event":"bounce","class":"dead"}"#, "soft unclassified"),
        (#"{"event":"bounce","class":"delayed","status":"4.2.2"}"#, "delayed mailbox-full"),
        (#"{"event":"complaint"}"#, "- abuse"), (#"{"event":"delivered"}"#, "- -"),
    ])
    func readsOurOwnForm(_ body: String, _ expected: String) throws {
        let line = try #require(try read(.generic, body).first?.recipients.first)
        #expect("\(line.failure?.rawValue ?? "-") \(line.reason ?? "-")" == expected)
    }

    @Test(arguments: [
        ("HardBounce", "hard"), ("BadEmailAddress", "hard"), ("SoftBounce", "soft"), ("Transient", "delayed"),
    ])
    func readsPostmarks(_ type: String, _ failure: String) throws {
        let body = """
            {"RecordType":"Bounce","Type":"\(type)","Email":"a@example.com","Details":"",
             "Content":"Return-Path: <>\\n\\nFrom: x\\nMessage-ID: <token.1@example.org>\\n\\nHi"}
            """
        #expect(try read(.postmark, body).first?.recipients.first?.failure?.rawValue == failure)
    }

    /// Opens and clicks, and what is yet to be invented.
    @Test(arguments: [
        (HookProvider.postmark, #"{"RecordType":"Open"}"#),
        (.postmark, #"{"RecordType":"Bounce","Type":"AutoResponder"}"#),
        (.generic, #"[{"event":"opened"},{},7,null,"bounce",[]]"#), (.generic, "[]"),
    ])
    func whatSaysNothingIsPassedOver(_ provider: HookProvider, _ body: String) throws {
        #expect(try read(provider, body).isEmpty)
    }

    @Test(arguments: ["", "{", "\u{0}", String(repeating: "[", count: 100_000)])
    func whatIsNoJSONIsRefused(_ body: String) {
        #expect(throws: Hook.Refusal.malformed) { try read(.generic, body) }
    }

    @Test(arguments: HookProvider.allCases.filter { ![.generic, .postmark].contains($0) })
    func withoutSignatureNothingCounts(_ provider: HookProvider) {
        #expect(throws: Hook.Refusal.forged) { try read(provider, "{}") }
    }

    @Test(arguments: [
        ("https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=1", true),
        ("https://sns.cn-north-1.amazonaws.com.cn/x", true), ("http://sns.us-east-1.amazonaws.com/", false),
        ("https://sns.us-east-1.amazonaws.com.evil.example/", false),
        ("https://evil.example/sns.us-east-1.amazonaws.com/", false),
        ("https://sns.us-east-1.amazonaws.com@evil.example/", false), ("https://sns.x.amazonaws.com/\u{1B}[2J", false),
    ])
    func onlyAmazonsAddressesAreShown(_ url: String, _ isAmazons: Bool) {
        #expect(AmazonForm.isAmazons(url) == isAmazons)
    }
}
