import Mail
import Testing

@Suite struct HeaderFieldTests {
    @Test(arguments: [
        ("Hello", "Subject: Hello\r\n"),
        ("", "Subject:\r\n"),
        ("two  blanks\tand a tab ", "Subject: two blanks and a tab\r\n"),
        (
            "Cita el viernes en Peñalolén a las 9",
            "Subject: Cita el viernes en =?utf-8?Q?Pe=C3=B1alol=C3=A9n?= a las 9\r\n"
        ),
        ("one =?utf-8?Q?fake?= word", "Subject: one =?utf-8?Q?=3D=3Futf-8=3FQ=3Ffake=3F=3D?= word\r\n"),
        ("日本", "Subject: =?utf-8?B?5pel5pys?=\r\n"),
    ])
    func writesSubjects(text: String, expected: String) {
        #expect(String(decoding: HeaderField("Subject", text: text).bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: [
        "Boletín de enero: la Red de Centros del Caribe, el Día del Exportador peruano y más noticias para las pequeñas empresas",
        "🎉🎉🎉 Año nuevo 👩🏽‍💻👨‍👩‍👧‍👦 con emojis 🇨🇱🇧🇿🇸🇻🇵🇪 y palabras largas como otorrinolaringológicamente 🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈",
        "A plain subject in English that goes on and on, until there is no doubt left that it needs more than one line of a header",
        "日本語の件名がとても長いときには何行にもわたって折り返されなければならないのでここではそれを確かめることにしましょう",
        "z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30A}\u{30B}\u{30C}\u{30D}\u{30E}\u{30F}\u{310}\u{311}\u{312}\u{313}\u{314}\u{315}\u{316}\u{317}\u{318}\u{319}\u{31A}\u{31B}\u{31C}\u{31D}\u{31E}\u{31F}",
        "w\(String(repeating: "x", count: 2_000)) y",
    ])
    func foldsLongSubjects(text: String) throws {
        let field = HeaderField("Subject", text: text)
        for line in Decoding.lines(field.bytes) { #expect(line.utf8.count <= 78) }
        #expect(field.bytes.allSatisfy { $0 < 0x80 })
        #expect(Array(try Decoding.value(of: field.bytes).utf8) == Array(text.utf8))
    }

    @Test(arguments: [
        ("Ana Ruiz", "To: Ana Ruiz <ana@example.org>\r\n"),
        ("Ruiz, Ana", "To: \"Ruiz, Ana\" <ana@example.org>\r\n"),
        ("A \"quoted\" \\ name", "To: \"A \\\"quoted\\\" \\\\ name\" <ana@example.org>\r\n"),
        ("Iñaki", "To: =?utf-8?Q?I=C3=B1aki?= <ana@example.org>\r\n"),
        ("Iñaki <x@y>, (co)", "To: =?utf-8?Q?I=C3=B1aki_=3Cx=40y=3E=2C_=28co=29?= <ana@example.org>\r\n"),
        ("Eve\r\nBcc: all@example.org", "To: \"Eve Bcc: all@example.org\" <ana@example.org>\r\n"),
        ("\u{0}\u{85}\u{2028}\n", "To: ana@example.org\r\n"),
    ])
    func writesMailboxes(name: String, expected: String) throws {
        let mailbox = Mailbox(name: name, address: try EmailAddress("ana@example.org"))
        #expect(String(decoding: HeaderField("To", mailbox: mailbox).bytes, as: UTF8.self) == expected)
    }

    @Test func writesInternationalAddresses() throws {
        let domain = Mailbox(name: nil, address: try EmailAddress("ana@bücher.example"))
        #expect(HeaderField("To", mailbox: domain).bytes == Array("To: ana@xn--bcher-kva.example\r\n".utf8))
        let local = Mailbox(name: "Ana", address: try EmailAddress("añá@example.org"))
        #expect(HeaderField("To", mailbox: local).bytes == Array("To: Ana <añá@example.org>\r\n".utf8))
    }

    @Test func foldsLongNames() throws {
        let name = String(repeating: "Instituto Nacional, ", count: 12) + "Ltda."
        let field = HeaderField("From", mailbox: Mailbox(name: name, address: try EmailAddress("i@example.org")))
        for line in Decoding.lines(field.bytes) { #expect(line.utf8.count <= 78) }
        #expect(try Decoding.value(of: field.bytes) == "\"\(name)\" <i@example.org>")
    }

    @Test func noTokenEndsItsLine() {
        let field = HeaderField("X", tokens: ["a\r\nBcc: b", "c\n\u{0}d"])
        #expect(field.bytes == Array("X: aBcc: b cd\r\n".utf8))
    }
}
