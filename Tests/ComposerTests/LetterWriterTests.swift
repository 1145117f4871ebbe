import Composer
import Mail
import Testing

@Suite struct LetterWriterTests {
    private func letters(
        title: String = "MSME Clearinghouse Newsletter", name: String? = "Ana Ruiz"
    ) throws -> (confirmation: [UInt8], links: [UInt8]) {
        let writer = LetterWriter(templates: try Fixture.templates())
        let from = try Mailbox("MSME Clearinghouse <news@example.org>")
        let to = Mailbox(name: name, address: try EmailAddress("ana@example.net"))
        return (
            try writer.confirmation(
                list: try Fixture.list(title: title), from: from, to: to,
                confirmURL: "https://news.example.org/confirm/AQAAAA",
                declineURL: "https://news.example.org/decline/AgAAAA", messageID: "letter.1@news.example.org",
                date: Fixture.date),
            try writer.alreadySubscribed(
                list: try Fixture.list(title: title), from: from, to: to,
                unsubscribeURL: "https://news.example.org/unsubscribe/AwAAAA", messageID: "letter.2@news.example.org",
                date: Fixture.date)
        )
    }

    @Test func matchTheirGoldens() throws {
        let letters = try letters()
        try Golden.expect(letters.confirmation, "confirmation.eml")
        try Golden.expect(letters.links, "links.eml")
    }

    @Test func areNoListMail() throws {
        let letters = try letters()
        for letter in [letters.confirmation, letters.links] {
            try expectSound(letter)
            let text = String(decoding: letter, as: UTF8.self)
            #expect(text.contains("\r\nAuto-Submitted: auto-generated\r\n"))
            #expect(!text.contains("List-"))
        }
    }

    @Test func keepNaughtyTitlesHarmless() throws {
        let title = "<b>Ñ {{address}} {{{x}}}</b>\r\nBcc: all@example.org"
        let letters = try letters(title: title, name: "Eve\r\nBcc: all@example.org")
        for letter in [letters.confirmation, letters.links] {
            try expectSound(letter)
            let text = String(decoding: letter, as: UTF8.self)
            #expect(!text.contains("\nBcc:"))
            let html = try #require(text.firstRange(of: "text/html").map { text[$0.upperBound...] })
            #expect(!html.contains("<b>") && html.contains("&lt;b&gt;=C3=91 {{address}}"))
        }
    }
}
