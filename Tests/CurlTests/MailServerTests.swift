import Testing

@testable import Curl

@Suite struct MailServerTests {
    @Test(arguments: [
        (
            "mail.example.org", 587, ServerSecurity.startTLS(.required), "a.example",
            "smtp://mail.example.org:587/a.example"
        ),
        ("::1", 465, .implicitTLS, "", "smtps://[::1]:465/"),
        ("127.0.0.1", 25, .startTLS(.never), "[192.0.2.1]", "smtp://127.0.0.1:25/%5B192.0.2.1%5D"),
        ("a_b", 25, .startTLS(.optional), "a/../%0d?#", "smtp://a_b:25/a%2F..%2F%250d%3F%23"),
    ])
    func writesItsURL(_ host: String, _ port: Int, _ security: ServerSecurity, _ helo: String, _ url: String) throws {
        #expect(try MailServer(host: host, port: port, security: security, heloName: helo).url == url)
    }

    @Test(arguments: [
        ("", 25, "a", MailServerError.host), ("a b", 25, "a", .host), ("user:pw@host", 25, "a", .host),
        ("a/b", 25, "a", .host), ("a\r\n", 25, "a", .host), ("bücher.example", 25, "a", .host), ("a", 0, "a", .port(0)),
        ("a", 65_536, "a", .port(65_536)), ("a", 25, "a\r\nMAIL", .heloName), ("a", 25, "a b", .heloName),
        ("a", 25, "é", .heloName),
    ])
    func refusesWhatWouldEndALine(_ host: String, _ port: Int, _ helo: String, _ error: MailServerError) {
        #expect(throws: error) {
            try MailServer(host: host, port: port, security: .implicitTLS, heloName: helo)
        }
    }

    @Test func keepsItsSecrets() throws {
        let credentials = Credentials(username: "news", secret: "hunter2")
        #expect(throws: MailServerError.zeroByte) {
            try MailServer(
                host: "a", port: 25, security: .implicitTLS, credentials: Credentials(username: "a", secret: "b\0c"))
        }
        let server = try MailServer(host: "a", port: 25, security: .implicitTLS, credentials: credentials)
        var shown = "\(server) \(String(reflecting: server))"
        dump(server, to: &shown)
        #expect(!shown.contains("hunter2"))
        #expect(!server.url.contains("news"))
    }
}
