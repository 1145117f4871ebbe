import Mail
import Testing

@Suite struct MailboxTests {
    @Test(
        arguments: [
            ("Newsletter <news@example.org>", "Newsletter", "Newsletter <news@example.org>"),
            ("MSME  News <news@example.org>", "MSME News", "MSME News <news@example.org>"),
            ("\"A, B\" <news@example.org>", "A, B", "\"A, B\" <news@example.org>"),
            (#""Say \"hi\" \\o/" <news@example.org>"#, #"Say "hi" \o/"#, #""Say \"hi\" \\o/" <news@example.org>"#),
            ("\"a <b\" c <news@example.org>", "a <b c", "\"a <b c\" <news@example.org>"),
            ("J. Doe <news@example.org>", "J. Doe", "J. Doe <news@example.org>"),
            ("Boletín MIPYME <news@example.org>", "Boletín MIPYME", "Boletín MIPYME <news@example.org>"),
            ("News<news@example.org>", "News", "News <news@example.org>"),
            ("\"\" <news@example.org>", nil, "news@example.org"),
            ("<news@example.org>", nil, "news@example.org"),
            ("news@example.org", nil, "news@example.org"),
            ("\"a b\"@example.org", nil, "\"a b\"@example.org"),
            ("\"a<b\"@example.org", nil, "\"a<b\"@example.org"),
        ] as [(String, String?, String)])
    func takes(typed: String, name: String?, text: String) throws {
        let mailbox = try Mailbox(typed)
        #expect(mailbox.name == name)
        #expect(mailbox.text == text)
        #expect(try Mailbox(mailbox.text) == mailbox)
    }

    @Test(
        arguments: [
            ("", AddressError.empty),
            ("ACME, Inc. <news@example.org>", .displayName),
            ("ACME (Europe) <news@example.org>", .displayName),
            ("a@example.org, News <news@example.org>", .displayName),
            ("News <news@example.org", .angleBrackets),
            ("News <news@example.org> x", .angleBrackets),
            ("News <a@example.org>, B <b@example.org>", .domainLabel),
            ("News <>", .empty),
            ("News <news>", .noAtSign),
            ("News news@example.org", .localPartCharacter),
            ("\"News <news@example.org>", .localPartQuotes),
            ("MSME\tNews <news@example.org>", .controlCharacter),
            ("News\r\nBcc: x <news@example.org>", .controlCharacter),
        ] as [(String, AddressError)])
    func refuses(typed: String, error: AddressError) {
        #expect(throws: error) { try Mailbox(typed) }
    }

    @Test func noNameBreaksALine() throws {
        let address = try EmailAddress("news@example.org")
        #expect(Mailbox(name: "A\r\nBcc: b\0\u{2028}c", address: address).name == "A Bcc: b c")
        #expect(Mailbox(name: " \r\n", address: address).name == nil)
    }
}
