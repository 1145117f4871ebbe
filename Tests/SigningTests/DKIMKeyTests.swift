import Signing
import Testing

@Suite struct DKIMKeyTests {
    @Test func `an Ed25519 key has the record of RFC 8463`() throws {
        let key = try DKIMKey(pem: DKIMFixture.pem("ed25519"))
        #expect(key.algorithm == .ed25519)
        #expect(key.record == "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
    }

    @Test func `an RSA key has the record that openssl would make of it`() throws {
        let key = try DKIMKey(pem: DKIMFixture.pem("rsa-1024"))
        #expect(key.algorithm == .rsa)
        #expect(key.bitCount == 1024)
        #expect(
            key.record == """
                v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQClg8CwwBXuU+rbCYRq2qO96kqQ\
                s7mcrRIv/Z3ggjwv4trmOIClipqteNTOMG8ryGe/M0TOXJkw1yj0wE3Vl79V3vC/Fsil8Iin7ELCEUXGKqwP/zhL\
                xhAr6oBtUoeTCH6i4DQzUCrt1FnZGG+vjwmlT6DE3Wx4eBiZfE4y5bAI7wIDAQAB
                """)
    }

    @Test(
        arguments: [
            ("ec", .algorithm), ("rsa-512", .length(bits: 512)), ("encrypted", .encrypted), ("public", .publicKey),
        ] as [(String, DKIMKeyError)])
    func `what cannot sign is refused`(name: String, reason: DKIMKeyError) throws {
        let pem = try DKIMFixture.pem(name)
        #expect(throws: reason) { try DKIMKey(pem: pem) }
    }

    @Test(arguments: [
        "", "\n", "s1.pem", "-----BEGIN PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    ])
    func `what is no key is refused`(text: String) {
        #expect(throws: DKIMKeyError.notPEM) { try DKIMKey(pem: Array(text.utf8)) }
    }

    @Test func `a key that is cut short is refused at every length`() throws {
        let pem = try DKIMFixture.pem("rsa-1024")
        for length in 0..<(pem.count - 30) {
            #expect(throws: DKIMKeyError.self) { try DKIMKey(pem: Array(pem.prefix(length))) }
        }
    }

    @Test func `a key shows nothing of itself`() throws {
        let key = try DKIMKey(pem: DKIMFixture.pem("ed25519"))
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key)" == "DKIMKey (redacted)")
        #expect(!dumped.contains("11qYAYKx"))
    }

    @Test(arguments: [
        ("example.org", "example.org", true), ("example.org", "news.example.org", true),
        ("mail.example.org", "example.org", true), ("example.org", "badexample.org", false),
        ("badexample.org", "example.org", false), ("mail.example.org", "news.example.org", false),
        ("example.org", "", false),
    ])
    func `a domain speaks for those above and below it`(domain: String, author: String, expected: Bool) throws {
        #expect(try DKIMFixture.signatory(domain, "s").speaks(for: author) == expected)
    }

    @Test(arguments: [
        ("example.org", ["a", "b", "c"]), ("x.example.org", ["a", "b"]), ("example.net", ["d"]),
        ("elsewhere.test", ["a", "b", "c", "d"]),
    ])
    func `the keys of the author's domain sign, or all of them`(author: String, selectors: [String]) throws {
        let all = [
            try DKIMFixture.signatory("example.org", "a"), try DKIMFixture.signatory("example.org", "b"),
            try DKIMFixture.signatory("y.example.org", "c"), try DKIMFixture.signatory("example.net", "d"),
        ]
        #expect(DKIMSignatory.chosen(from: all, author: author).map(\.selector) == selectors)
    }
}
