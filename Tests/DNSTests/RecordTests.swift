import DNS
import Testing

@Suite struct RecordTests {
    @Test(
        arguments: [
            ("v=DKIM1; k=rsa; p=AAAA", nil), ("p=AAAA", nil), ("v=DKIM1;k=rsa;t=s;n=a note;p=AA AA;", nil),
            ("v=DKIM1; h=sha1:sha256; p=AAAA", nil), ("v=DKIM1; k=rsa; p=AAAB", "holds another key"),
            ("v=DKIM1; p=", "revokes the key"), ("v=DKIM1; k=ed25519; p=AAAA", "is a key of the kind ed25519, not rsa"),
            ("v=DKIM1; h=sha1; p=AAAA", "does not allow sha256"), ("v=spf1 -all", "is no DKIM key"),
            ("v=DKIM2; p=AAAA", "is no DKIM key"), ("", "is no DKIM key"),
        ] as [(String, String?)])
    func `a published key fits or not`(text: String, problem: String?) {
        #expect(DKIMRecord(text).problem(keyType: "rsa", publicKey: "AAAA") == problem)
    }

    @Test func `only SPF records are SPF records`() {
        let texts = ["v=spf1 mx -all", "V=SPF1", "v=spf10 mx", "xv=spf1", "", "v=DMARC1"]
        #expect(SPFRecord.among(texts) == ["v=spf1 mx -all", "V=SPF1"])
    }

    @Test(
        arguments: [
            ("v=spf1 mx -all", false), ("v=spf1 include:relay.test ~all", false), ("v=spf1 +all", true),
            ("v=spf1 mx ALL", true), ("v=spf1 -all", true), ("v=spf1 ?all", false),
        ])
    func `an SPF record that helps nobody`(record: String, isBad: Bool) {
        #expect((SPFRecord.problem(record) != nil) == isBad)
    }

    @Test(
        arguments: [
            ("v=DMARC1; p=reject; rua=mailto:a@b", "reject"), ("v=DMARC1;p=NONE", "none"), ("v=DMARC1", "none"),
            ("p=reject; v=DMARC1", nil), ("v=spf1 -all", nil), ("", nil),
        ] as [(String, String?)])
    func `policies`(text: String, policy: String?) {
        #expect(DMARCRecord(text)?.policy == policy)
    }

    @Test func `a policy is looked for above the domain too, but not at the top`() {
        #expect(DMARCRecord.names(for: "news.example.org") == ["_dmarc.news.example.org", "_dmarc.example.org"])
        #expect(DMARCRecord.names(for: "example.org") == ["_dmarc.example.org"])
    }

    @Test(arguments: ["::1", "localhost", ""])
    func `a server without an IPv4 address is refused`(server: String) {
        #expect(throws: DNSError.notIPv4) { try Resolver(server: server) }
    }
}
