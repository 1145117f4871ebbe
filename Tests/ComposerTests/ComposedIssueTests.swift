import Composer
import Foundation
import Mail
import Newsletter
import Testing

@Suite struct ComposedIssueTests {
    private func text(_ issue: ComposedIssue, _ recipient: Recipient) -> String {
        String(decoding: issue.message(to: recipient, date: Fixture.date), as: UTF8.self)
    }

    @Test(arguments: [
        "</a><script>alert(1)</script>", "{{unsubscribe_url}} {{{body}}} {{> layout}}",
        "\u{10F000}\u{10F001}\u{10F002}",
        "Eve\r\nBcc: all@example.org\r\n\r\nbody",
        "\u{10F700}\u{10F701}", "=?utf-8?Q?fake?=", "\"), <x@example.org>, (",
        "Ñandú 👩🏽‍💻 日本語 " + String(repeating: "ó", count: 300),
        "", "  ", "\u{0}\u{1B}[31m",
    ])
    func noNameDoesHarm(name: String) throws {
        let issue = try Fixture.example()
        let plain = try Fixture.recipient(name: nil)
        let naughty = try Fixture.recipient(name: name)
        try expectSound(issue.message(to: naughty, date: Fixture.date))
        // Whatever the name is, all but the To field is the same.
        let lines = { (recipient: Recipient) in
            let message = text(issue, recipient).replacing("\r\n ", with: " ")
            return message.split(separator: "\r\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("To: ") }
        }
        #expect(lines(naughty) == lines(plain))
        #expect(
            text(issue, naughty).contains("ana@example.net>\r\n")
                || text(issue, naughty).contains("To: ana@example.net\r\n"))
    }

    @Test func escapesTheAddressInHTML() throws {
        let recipient = try Fixture.recipient("\"<b>&'{{x}}\"@example.net")
        let issue = try Fixture.example()
        #expect(
            issue.page(for: recipient, images: .inline).contains("&quot;&lt;b&gt;&amp;&#39;{{x}}&quot;@example.net"))
        #expect(issue.textPart(to: recipient).contains("Sent to: \"<b>&'{{x}}\"@example.net\n"))
        try expectSound(issue.message(to: recipient, date: Fixture.date))
    }

    @Test func carriesInternationalAddresses() throws {
        let issue = try Fixture.example()
        let domain = issue.message(to: try Fixture.recipient("ana@bücher.example"), date: Fixture.date)
        try expectSound(domain)
        #expect(String(decoding: domain, as: UTF8.self).contains("<ana@xn--bcher-kva.example>"))
        let local = text(issue, try Fixture.recipient("añá@example.net"))
        let nonASCII = local.split(separator: "\r\n").filter { !$0.utf8.allSatisfy { $0 < 0x80 } }
        #expect(nonASCII == ["To: Ana Ruiz <añá@example.net>"])
    }

    @Test func hasTheHeadersOfAList() throws {
        let message = text(try Fixture.example(), try Fixture.recipient())
        let head = message.prefix(upTo: try #require(message.firstRange(of: "\r\n\r\n")).lowerBound)
        let names = head.split(separator: "\r\n").filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "Date", "Message-ID", "To", "List-Unsubscribe", "List-Unsubscribe-Post", "Subject", "From",
                "Content-Language", "List-Id", "List-Archive", "List-Subscribe", "List-Help", "Archived-At",
                "MIME-Version", "Content-Type",
            ])
        #expect(head.contains("\r\nList-Id: MSME Clearinghouse Newsletter <msme.news.example.org>"))
        #expect(head.contains("\r\nMessage-ID: <msme.2020-01.17@news.example.org>\r\n"))
    }

    @Test func prefersTheFilesSender() throws {
        let issue = try Fixture.compose(
            "Hi",
            head:
                "subject: x\nfrom: Otra <otra@example.org>\nreply_to: ayuda@example.org\nlanguage: es\ndate: 2020-01-31"
        )
        let message = text(issue, try Fixture.recipient())
        #expect(message.contains("\r\nFrom: Otra <otra@example.org>\r\nReply-To: ayuda@example.org\r\n"))
        #expect(message.contains("\r\nContent-Language: es\r\n"))
        #expect(issue.page(for: try Fixture.recipient(), images: .inline).contains("<html lang=\"es\" dir=\"ltr\" "))
        #expect(issue.page(for: try Fixture.recipient(), images: .inline).contains("Enero de 2020"))
    }

    @Test(arguments: [
        ("https://news.example.org/base", "msme.news.example.org"),
        ("http://127.0.0.1:8080", "msme.example.org"),
        ("http://localhost", "msme.example.org"),
        ("https://News.Example.org:8443", "msme.news.example.org"),
    ])
    func namesTheListByItsDomain(publicURL: String, identifier: String) throws {
        let context = IssueContext(
            list: try Fixture.list(), from: try Mailbox("news@example.org"), slug: try Slug("x"), publicURL: publicURL,
            archiveURL: publicURL + "/archive/msme/x", subscribeURL: publicURL + "/subscribe/msme")
        let file = try IssueFile(text: "---\nsubject: x\n---\n", file: "x.md")
        let issue = try ComposedIssue.compose(file, context, try Fixture.templates())
        #expect(text(issue, try Fixture.recipient()).contains(" <\(identifier)>\r\n"))
    }

    @Test func refusesAddressesThatNoHeaderTakes() throws {
        let file = try IssueFile(text: "---\nsubject: x\n---\n", file: "x.md")
        for url in [
            "ftp://example.org", "https://example.org/ x", "https://bücher.example",
            "https://a.example/" + String(repeating: "x", count: 800),
        ] {
            let context = IssueContext(
                list: try Fixture.list(), from: try Mailbox("news@example.org"), slug: try Slug("x"), publicURL: url,
                archiveURL: "https://a.example/archive", subscribeURL: "https://a.example/subscribe")
            #expect(throws: ComposeError.self) { try ComposedIssue.compose(file, context, try Fixture.templates()) }
        }
    }

    @Test func thePageIsNobodys() throws {
        let page = try Fixture.example().webPage
        #expect(!page.contains("unsubscribe") && !page.contains("ana@"))
        #expect(page.contains("href=\"https://news.example.org/subscribe/msme\""))
        #expect(!page.unicodeScalars.contains { $0.value >= 0x10F700 })
    }

    @Test func comesBackFromJSONTheSame() throws {
        let issue = try Fixture.example()
        let stored = try JSONEncoder().encode(issue)
        let restored = try JSONDecoder().decode(ComposedIssue.self, from: stored)
        #expect(restored == issue && restored.digest == issue.digest)
        let recipient = try Fixture.recipient()
        #expect(restored.message(to: recipient, date: Fixture.date) == issue.message(to: recipient, date: Fixture.date))
    }

    @Test func refusesBrokenJSON() throws {
        let stored = String(decoding: try JSONEncoder().encode(try Fixture.compose("Hello")), as: UTF8.self)
        for (part, replacement) in [
            ("\"header\"", "\"head\""), ("\"pieces\":[", "\"pieces\":[{\"image\":{\"_0\":0}},"),
        ] {
            let broken = stored.replacing(part, with: replacement)
            #expect(broken != stored)
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(ComposedIssue.self, from: Data(broken.utf8))
            }
        }
    }

    @Test func theDigestTellsContentsApart() throws {
        let one = try Fixture.compose("Hello")
        #expect(try Fixture.compose("Hello").digest == one.digest)
        for other in [
            try Fixture.compose("Hello!"), try Fixture.compose("Hello", head: "subject: A tesT"),
            try Fixture.compose("Hello", head: "subject: A test\nreply_to: a@example.org"),
            try Fixture.compose("Hello", head: "subject: A test\nlanguage: es"),
        ] {
            #expect(other.digest != one.digest && other != one)
        }
    }

    @Test func authorsCanNotForgeSlots() throws {
        let issue = try Fixture.compose("a\u{10F700}b", head: "subject: \"x\u{10F701}y\"")
        #expect(issue.subject == "xy")
        #expect(issue.textPart(to: try Fixture.recipient()).contains("\nab\n"))
    }

    @Test func survivesAnyIssue() throws {
        let pieces = [
            "# Título ñ\n\n", "word ", "日本語", "👩🏽‍💻", ".\n", "\n\n", "From here\n", "= ",
            String(repeating: "x", count: 90), "- item\n",
            "> quote\n", "```\ncode \n```\n", "| a | b |\n|--|--|\n| 1 | 2 |\n\n", "<b>raw</b>",
            "[l](https://a.example/é)", "\t", "&amp; ",
        ]
        for round in 1...60 {
            // A different mixture each round, the same in each run.
            let markdown = (0..<40).map { pieces[(round * 7 + $0 * $0 * round + $0) % pieces.count] }.joined()
            let message = try Fixture.compose(markdown).message(to: try Fixture.recipient(), date: Fixture.date)
            try expectSound(message)
        }
    }
}
