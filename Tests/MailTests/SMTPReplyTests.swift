import Mail
import Testing

@Suite struct SMTPReplyTests {
    @Test func theFirstDigitSaysWhatItMeans() {
        #expect(SMTPReply(code: 250, text: "").isPositive)
        #expect(SMTPReply(code: 421, text: "").isTransient)
        #expect(SMTPReply(code: 554, text: "").isPermanent)
        let goOn = SMTPReply(code: 354, text: "")
        #expect(!goOn.isPositive && !goOn.isTransient && !goOn.isPermanent)
    }

    @Test func theTextIsOneShortLine() {
        #expect(SMTPReply(code: 250, text: "Ok").text == "Ok")
        #expect(SMTPReply(code: 550, text: "a\r\nb\u{1B}[2J\0\u{85}\u{202E}é").text == "a  b [2J   é")
        #expect(SMTPReply(code: 550, text: String(repeating: "x", count: 2_000)).text.count == 512)
        let accents = "e" + String(repeating: "\u{301}", count: 2_000)
        #expect(SMTPReply(code: 550, text: accents).text.unicodeScalars.count == 512)
    }
}
