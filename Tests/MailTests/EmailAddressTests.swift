import Mail
import Testing

@Suite struct EmailAddressTests {
    static let label63 = times(63, "a")
    static let local64 = times(64, "l")

    static func times(_ count: Int, _ text: String) -> String {
        String(repeating: text, count: count)
    }

    @Test(
        arguments: [
            // typed, envelope, key
            ("ana@example.org", "ana@example.org", "ana@example.org"),
            ("Ana.Luz+news@Example.ORG", "Ana.Luz+news@example.org", "ana.luz+news@example.org"),
            ("  ana@example.org\t", "ana@example.org", "ana@example.org"),
            ("\u{A0}ana@example.org\u{3000}", "ana@example.org", "ana@example.org"),
            ("!#$%&'*+-/=?^_`{|}~@example.org", "!#$%&'*+-/=?^_`{|}~@example.org", "!#$%&'*+-/=?^_`{|}~@example.org"),
            ("root@localhost", "root@localhost", "root@localhost"),
            ("a@relay.localhost", "a@relay.localhost", "a@relay.localhost"),
            ("a@1.2.example", "a@1.2.example", "a@1.2.example"),
            ("a@r3---sn.example", "a@r3---sn.example", "a@r3---sn.example"),
            // IDNA2008 keeps the sharp s and the Greek final sigma, which IDNA2003 mapped away.
            ("info@straße.de", "info@xn--strae-oqa.de", "info@xn--strae-oqa.de"),
            ("info@ΒΌΛΟΣ.com", "info@xn--nxasmq6b.com", "info@xn--nxasmq6b.com"),
            ("info@BÜCHER.example", "info@xn--bcher-kva.example", "info@xn--bcher-kva.example"),
            ("info@XN--BCHER-KVA.example", "info@xn--bcher-kva.example", "info@xn--bcher-kva.example"),
            ("info@cafe\u{301}.example", "info@xn--caf-dma.example", "info@xn--caf-dma.example"),
            ("info@例え。テスト", "info@xn--r8jz45g.xn--zckzah", "info@xn--r8jz45g.xn--zckzah"),
            ("JOSÉ@example.org", "JOSÉ@example.org", "josé@example.org"),
            ("Jose\u{301}@example.org", "Jose\u{301}@example.org", "jos\u{E9}@example.org"),
            ("用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v", "用户@xn--fsqu00a.xn--4rr70v"),
            (#""ana luz"@example.org"#, #""ana luz"@example.org"#, #""ana luz"@example.org"#),
            (#""a@b"@example.org"#, #""a@b"@example.org"#, #""a@b"@example.org"#),
            (#""a..b"@example.org"#, #""a..b"@example.org"#, #""a..b"@example.org"#),
            (#""Ana"@example.org"#, #""Ana"@example.org"#, "ana@example.org"),
            (#""\A\"\\"@example.org"#, #""\A\"\\"@example.org"#, #""a\"\\"@example.org"#),
            ("\(local64)@example.org", "\(local64)@example.org", "\(local64)@example.org"),
            ("a@\(label63).org", "a@\(label63).org", "a@\(label63).org"),
        ] as [(String, String, String)])
    func takes(typed: String, envelope: String, key: String) throws {
        let address = try EmailAddress(typed)
        #expect(Array(address.envelope.utf8) == Array(envelope.utf8))
        #expect(Array(address.key.utf8) == Array(key.utf8))
        #expect(try EmailAddress(address.text).text == address.text)
        #expect(try EmailAddress(address.key).key == address.key)
    }

    @Test(
        arguments: [
            ("", AddressError.empty), (" \t", .empty),
            ("ana", .noAtSign), ("\"ana\"", .noAtSign), ("@example.org", .noLocalPart),
            ("@a.org,@b.org:c@d.org", .noLocalPart),
            ("ana@", .noDomain), ("ana@example", .domainWithoutDot),
            (".ana@example.org", .localPartDots), ("ana.@example.org", .localPartDots),
            ("a..b@example.org", .localPartDots),
            ("a b@example.org", .localPartCharacter), ("a,b@example.org", .localPartCharacter),
            ("a\u{A0}b@example.org", .localPartCharacter), ("a\u{37E}@example.org", .localPartCharacter),
            ("\u{301}a@example.org", .localPartCharacter), ("<ana@example.org>", .localPartCharacter),
            ("ana(work)@example.org", .localPartCharacter), ("a\"b\"@example.org", .localPartCharacter),
            ("\"\"@example.org", .localPartQuotes), ("\"ana@example.org", .localPartQuotes),
            ("\"ana\\\"@example.org", .localPartQuotes), ("\"a\".b@example.org", .localPartQuotes),
            ("a@[192.0.2.1]", .addressLiteral), ("a@[IPv6:::1]", .addressLiteral), ("a@192.0.2.1", .addressLiteral),
            ("a@b..org", .domainLabel), ("a@.b.org", .domainLabel), ("a@b.org.", .domainLabel),
            ("a@b_c.org", .domainLabel),
            ("a@-b.org", .domainLabel), ("a@b-.org", .domainLabel), ("a@b.org>", .domainLabel),
            ("a@b@c.org", .domainLabel),
            ("a@b c.org", .domainLabel), ("a@b.org (work)", .domainLabel), ("a@bü_c.org", .domainLabel),
            ("a@bü..org", .domainLabel), ("a@ü", .domainWithoutDot),
            ("a@☃.example", .domainNotInternational), ("a@xn--zzzzzz9999.example", .domainNotInternational),
            ("a@\(label63)a.org", .domainTooLong),
            ("a@\(times(63, "ü")).org", .domainTooLong),
            ("a@\(times(84, "ab."))org", .domainTooLong),
            ("a@\(times(100_000, "ü")).org", .domainTooLong),
            ("\(local64)l@example.org", .localPartTooLong),
            ("\(times(33, "é"))@example.org", .localPartTooLong),
            ("\(local64)@\(label63).\(label63).\(label63).org", .tooLong),
        ] as [(String, AddressError)])
    func refuses(typed: String, error: AddressError) {
        #expect(throws: error) { try EmailAddress(typed) }
    }

    /// Wherever it stands, nothing that could end a line or a C string gets through.
    @Test(arguments: [
        "\r", "\n", "\r\n", "\0", "\u{1B}", "\u{7F}", "\u{85}", "\u{9F}", "\u{2028}", "\u{2029}", "\u{202E}",
        "\u{200B}", "\u{AD}", "\u{E000}",
    ])
    func refusesControlCharacters(character: String) {
        for typed in ["ana@example.org", "\"a b\"@example.org", "é@bücher.example"] {
            for index in typed.indices {
                var hostile = typed
                hostile.insert(contentsOf: character, at: index)
                #expect(throws: AddressError.controlCharacter) { try EmailAddress(hostile) }
                #expect(throws: AddressError.controlCharacter) { try Mailbox("Ana <\(hostile)>") }
            }
            #expect(throws: AddressError.controlCharacter) { try EmailAddress(typed + character) }
        }
    }

    @Test func equalityIsThatOfTheKey() throws {
        let one = try EmailAddress("Jose\u{301}@Bücher.example")
        let other = try EmailAddress("josé@xn--bcher-kva.EXAMPLE")
        #expect(one == other)
        #expect(Set([one, other]).count == 1)
        #expect(one.text == "Jose\u{301}@Bücher.example")
        #expect(one.asciiDomain == "xn--bcher-kva.example")
        #expect(try one != EmailAddress("jose@bücher.example"))
    }

    @Test func onlyTheLocalPartAsksForSMTPUTF8() throws {
        #expect(try EmailAddress("josé@example.org").needsSMTPUTF8)
        #expect(try !EmailAddress("jose@bücher.example").needsSMTPUTF8)
    }
}
