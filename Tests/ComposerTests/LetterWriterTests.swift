import Composer
import Mail
import Testing

@Suite struct LetterWriterTests {
    private func letters(
        title: String = "MSME Clearinghouse Newsletter", name: String? = "Ana Ruiz", language: String? = nil
    ) throws -> [(name: String, bytes: [UInt8])] {
        let writer = LetterWriter(templates: try Fixture.templates())
        let list = try Fixture.list(title: title)
        let from = try Mailbox("MSME Clearinghouse <news@example.org>")
        let to = Mailbox(name: name, address: try EmailAddress("ana@example.net"))
        let page = "https://news.example.org/"
        let id = { (number: Int) in "letter.\(number)@news.example.org" }
        return [
            (
                "confirmation",
                try writer.confirmation(
                    lists: [list], from: from, to: to, language: language, confirmURL: page + "confirm/AQAAAA",
                    declineURL: page + "decline/AgAAAA", messageID: id(1), date: Fixture.date)
            ),
            (
                "welcome",
                try writer.welcome(
                    list: list, from: from, to: to, language: language, unsubscribeURL: page + "unsubscribe/AwAAAA",
                    linksURL: page + "links", archiveURL: page + "archive/msme", messageID: id(6), date: Fixture.date)
            ),
            (
                "links",
                try writer.links(
                    list: list, from: from, to: to, language: language, preferencesURL: page + "preferences/BQAAAA",
                    lists: [(title, page + "unsubscribe/AwAAAA"), ("Publications", page + "unsubscribe/BwAAAA")],
                    messageID: id(2), date: Fixture.date)
            ),
            (
                "goodbye",
                try writer.goodbye(
                    list: list, from: from, to: to, language: language, undoURL: page + "undo/BAAAAA", messageID: id(3),
                    date: Fixture.date)
            ),
            (
                "move",
                try writer.move(
                    list: list, from: from, to: to, language: language, confirmURL: page + "confirm/CAAAAA",
                    messageID: id(4),
                    date: Fixture.date)
            ),
            (
                "moved",
                try writer.moved(
                    list: list, from: from, to: to, language: language, messageID: id(5), date: Fixture.date)
            ),
        ]
    }

    @Test func matchTheirGoldens() throws {
        for letter in try letters() { try Golden.expect(letter.bytes, "\(letter.name).eml") }
    }

    @Test(arguments: [
        ("es", "Confirme su"), ("pt-BR", "Confirme a sua"), ("fr", "Confirmez votre"), ("de", "Please confirm"),
    ])
    func speakTheReadersLanguage(language: String, subject: String) throws {
        for letter in try letters(language: language) {
            try expectSound(letter.bytes)
            let text = String(decoding: letter.bytes, as: UTF8.self)
            if letter.name == "confirmation" { #expect(text.contains("Subject: \(subject)")) }
        }
    }

    @Test func nameEveryListThatIsAskedFor() throws {
        let writer = LetterWriter(templates: try Fixture.templates())
        let lists = [try Fixture.list(title: "News"), try Fixture.list(title: "Tips & Tricks")]
        let bytes = try writer.confirmation(
            lists: lists, from: try Mailbox("news@example.org"),
            to: Mailbox(name: nil, address: try EmailAddress("a@example.net")), language: nil,
            confirmURL: "https://example.org/confirm/A", declineURL: "https://example.org/decline/B",
            messageID: "1@example.org", date: Fixture.date)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("Subject: Please confirm your subscriptions\r\n"))
        #expect(text.contains("\r\n* News\r\n* Tips & Tricks\r\n"))
    }

    @Test func areNoListMail() throws {
        for letter in try letters() {
            try expectSound(letter.bytes)
            let text = String(decoding: letter.bytes, as: UTF8.self)
            #expect(text.contains("\r\nAuto-Submitted: auto-generated\r\n"))
            #expect(!text.contains("List-"))
        }
    }

    @Test func keepNamesShortAndStraight() throws {
        let names = String(repeating: "Ana ", count: 75)
        let mailbox = Mailbox(name: String(names.prefix(200)), address: try EmailAddress("ana@example.net"))
        let field = String(decoding: HeaderField("To", mailbox: mailbox).bytes, as: UTF8.self)
        for letter in try letters(name: "\u{202E}" + names) {
            #expect(String(decoding: letter.bytes, as: UTF8.self).contains("\r\n" + field))
        }
    }

    @Test func keepNaughtyTitlesHarmless() throws {
        let title = "<b>Ñ {{address}} {{{x}}}</b>\r\nBcc: all@example.org"
        for letter in try letters(title: title, name: "Eve\r\nBcc: all@example.org") {
            try expectSound(letter.bytes)
            let text = String(decoding: letter.bytes, as: UTF8.self)
            let header = try #require(text.firstRange(of: "\r\n\r\n").map { text[..<$0.lowerBound] })
            #expect(!header.contains("\nBcc:"))
            let unfolded = text.replacing("=\r\n", with: "")
            let html = try #require(unfolded.firstRange(of: "text/html").map { unfolded[$0.upperBound...] })
            #expect(!html.contains("<b>") && html.contains("&lt;b&gt;=C3=91 {{address}}"))
        }
    }
}
