import Mail
import Testing

@testable import Composer

@Suite struct LanguageTagTests {
    @Test(arguments: ["en", "pt-BR", "es-419", "zh-Hant-TW", "sr-Latn"])
    func accepts(text: String) {
        #expect(LanguageTag(text)?.text == text)
    }

    @Test(arguments: ["", "e", "1a", "español", "en_US", "en-", "en\r\n", "a b", "waytoolong"])
    func refuses(text: String) {
        #expect(LanguageTag(text) == nil)
    }

    @Test(arguments: [
        ("en", "January 2020"), ("es-CL", "Enero de 2020"), ("pt", "Janeiro de 2020"), ("fr", "Janvier 2020"),
        ("de", "2020-01"),
    ])
    func namesMonths(text: String, month: String) throws {
        #expect(try #require(LanguageTag(text)).month(of: Timestamp(seconds: 1_580_464_800)) == month)
    }

    @Test func knowsDirections() {
        #expect(LanguageTag("ar")?.direction == "rtl" && LanguageTag("es")?.direction == "ltr")
    }
}
