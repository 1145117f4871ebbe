import Foundation
import Newsletter
import Testing

@testable import Settings

@Suite struct MailerSettingsTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Settings with other keys than these, which are the least that works.
    private func load(
        publicURL: String = "https://example.org", relay: [String] = ["url: smtp://127.0.0.1"], _ more: String = "",
        environment: [String: String] = [:]
    ) throws -> MailerSettings {
        let text = """
            database: data/mailer.db
            public_url: \(publicURL)
            from: News <news@example.org>
            relays:
              - \(relay.joined(separator: "\n    "))
            \(more)
            """
        try folder.write(text, to: "etc/mailer.yaml")
        return try MailerSettings.load(file: "etc/mailer.yaml", environment: environment, workingFolder: folder.path)
    }

    @Test func `paths are relative to the file`() throws {
        let settings = try load()
        #expect(settings.database == folder.path + "/etc/data/mailer.db")
        #expect(settings.keys == folder.path + "/etc/data/mailer.db.keys")
    }

    @Test(arguments: [
        ("https://example.org/", "https://example.org"),
        ("HTTPS://News.Example.org/Letters//", "https://news.example.org/Letters"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://127.0.0.1:8080/a/b", "http://127.0.0.1:8080/a/b"),
    ])
    func `the public URL loses its trailing slash`(written: String, expected: String) throws {
        #expect(try load(publicURL: written).publicURL == expected)
    }

    @Test(arguments: [
        ("https://example.org", true), ("https://172.32.0.1/a", true), ("https://[2001:db8::1]:8443", true),
        ("https://[::ffff:192.0.2.1]", true), ("https://10.example.org", true), ("http://example.org", false),
        ("https://localhost", false), ("https://a.localhost:8443", false), ("https://localhost.localdomain", false),
        ("https://127.1.2.3", false), ("https://[::1]", false), ("https://[::ffff:127.0.0.1]", false),
        ("https://[::ffff:7f00:1]", false), ("https://0.0.0.0", false), ("https://[::]", false),
        ("https://10.1.2.3", false), ("https://172.16.0.1", false), ("https://172.31.255.255", false),
        ("https://192.168.1.1:8443/a", false), ("https://169.254.1.1", false), ("https://[::ffff:10.0.0.1]", false),
        ("https://[fc00::1]", false), ("https://[fdff::1]", false), ("https://[fe80::1]", false),
        ("https://[febf::1]", false),
    ])
    func `readers elsewhere reach no address of this machine or network`(written: String, expected: Bool) throws {
        #expect(try load(publicURL: written).isPublicURLForReaders == expected)
    }

    @Test(arguments: [
        "https://", "https:///a", "ftp://example.org", "https://a b", "https://me@example.org", "https://example.org:x",
        "https://example.org:99999", "https://example.org/<a>", "https://-example.org", "https://1.2.3",
        "\"https://example.org/\\r\\nX-Header: y\"",
    ])
    func `what is no public URL is refused`(written: String) {
        #expect(throws: SettingsError.self) { try load(publicURL: written) }
    }

    @Test(arguments: [
        ("smtp://mail.example.org", "mail.example.org", 25, RelayServer.Security.startTLS(.required)),
        ("smtps://mail.example.org/", "mail.example.org", 465, .implicitTLS),
        ("SMTP://Mail.Example.org:587", "mail.example.org", 587, .startTLS(.required)),
        ("smtp://127.0.0.2:2525", "127.0.0.2", 2525, .startTLS(.optional)),
        ("smtp://[::1]:2525", "::1", 2525, .startTLS(.optional)),
        ("smtp://localhost", "localhost", 25, .startTLS(.optional)),
        ("smtp://[::ffff:127.0.0.1]", "::ffff:127.0.0.1", 25, .startTLS(.optional)),
        ("smtp://[::ffff:192.0.2.1]", "::ffff:192.0.2.1", 25, .startTLS(.required)),
        ("smtp://mail_relay", "mail_relay", 25, .startTLS(.required)),
        ("smtp://127.example.org", "127.example.org", 25, .startTLS(.required)),
    ])
    func `the relay's URL decides port and security`(
        url: String, host: String, port: Int, security: RelayServer.Security
    ) throws {
        let relay = try #require(load(relay: ["url: \(url)"]).server)
        #expect(relay.host == host)
        #expect(relay.port == port)
        #expect(relay.security == security)
    }

    @Test(arguments: [
        "smtp://", "smtp://a/b", "smtp://a:0", "smtp://a:", "smtp://a:+25", "smtp://a?b", "mail.example.org",
        "smtp://::1",
        "smtp://mail..example.org", "smtp://[1.2.3.4]", "smtp://300.1.1.1",
    ])
    func `what is no relay is refused`(url: String) {
        #expect(throws: SettingsError.self) { try load(relay: ["url: '\(url)'"]) }
    }

    @Test func `sections may set some of their keys`() throws {
        let settings = try load(
            "retry: {first: 90s, give_up_after: 1d}\nsynchronous: normal\nconfirmation: {expires_after: 12h}")
        #expect(settings.retry == RetrySchedule(first: 90, longest: 14_400, giveUpAfter: 86_400))
        #expect(settings.synchronous == .normal)
        #expect(settings.confirmationExpiresAfter == 43_200)
        #expect(try load("retry: {first: 5h}").retry.longest == 18_000)
    }

    @Test(
        arguments: [
            ("30s", 30), ("5m", 300), ("4h", 14_400), ("2d", 172_800), ("3650d", 315_360_000), ("3651d", nil),
            ("0s", nil),
            ("-5m", nil), ("5", nil), ("m", nil), ("", nil), ("1.5h", nil), ("5 m", nil), ("5M", nil), ("٥m", nil),
            ("99999999999999999999d", nil),
        ] as [(String, Int64?)])
    func `spans of time`(text: String, seconds: Int64?) {
        #expect((try? SettingsDuration(text))?.seconds == seconds)
    }

    @Test(
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1:8080"), ("[::1]:8080", "[::1]:8080"), ("0.0.0.0:0", "0.0.0.0:0"),
            ("8080", nil),
            (":8080", nil), ("127.0.0.1", nil), ("127.0.0.1:65536", nil), ("::1:8080", nil), ("localhost:80", nil),
        ] as [(String, String?)])
    func `listen addresses`(text: String, expected: String?) {
        #expect((try? ListenAddress(text))?.description == expected)
    }

    // MARK: secrets

    private let signIn = ["url: smtps://mail.example.org", "username: me"]

    @Test(arguments: [
        ("s3cret\n", "s3cret"), ("s3cret\r\n", "s3cret"), ("s3cret", "s3cret"), (" two words \n", " two words "),
    ])
    func `a password file holds one line`(content: String, expected: String) throws {
        try folder.write(content, to: "etc/password", permissions: 0o600)
        let settings = try load(relay: signIn + ["password_file: password"])
        #expect(settings.server?.credentials?.username == "me")
        #expect(try settings.server?.credentials?.password.read().reveal() == expected)
    }

    @Test(arguments: ["", "\n", "one\ntwo\n", "a\0b"])
    func `another content is refused and not shown`(content: String) throws {
        try folder.write(content, to: "etc/password", permissions: 0o600)
        let error = #expect(throws: SettingsError.self) { try load(relay: signIn + ["password_file: password"]) }
        #expect(
            error?.description
                == "etc/mailer.yaml:7:20: the file \"\(folder.path)/etc/password\" must hold one line of text; "
                + "write nothing but the secret into it")
    }

    @Test(arguments: [0o644, 0o640, 0o660, 0o604])
    func `a password file that others may open is refused`(permissions: Int) throws {
        try folder.write("s3cret\n", to: "etc/password", permissions: permissions)
        let error = #expect(throws: SettingsError.self) { try load(relay: signIn + ["password_file: password"]) }
        let path = folder.path + "/etc/password"
        #expect(
            error?.description == "etc/mailer.yaml:7:20: others may open the file \"\(path)\"; run: chmod 600 \(path)")
    }

    @Test func `a password file that is missing or a folder is refused`() throws {
        for (name, reason) in [("nowhere", "No such file or directory"), (".", "Is a directory")] {
            let error = #expect(throws: SettingsError.self) { try load(relay: signIn + ["password_file: \(name)"]) }
            #expect(error?.description.contains(reason) == true)
        }
    }

    @Test func `a password comes from the environment`() throws {
        let relay = signIn + ["password_env: RELAY_PASSWORD"]
        let settings = try load(relay: relay, environment: ["RELAY_PASSWORD": "s3cret"])
        #expect(try settings.server?.credentials?.password.read().reveal() == "s3cret")
        #expect(throws: SettingsError.self) { try load(relay: relay, environment: ["RELAY_PASSWORD": ""]) }
    }

    @Test func `a secret never prints itself`() throws {
        let settings = try load(relay: signIn + ["password_env: P"], environment: ["P": "s3cret"])
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(dumped.contains("(secret)"))
        for text in [dumped, "\(settings)", String(reflecting: settings)] {
            #expect(!text.contains("s3cret"))
        }
    }

    // MARK: signing

    @Test func `keys that sign are read, in their order`() throws {
        try folder.write("one", to: "etc/one.pem", permissions: 0o600)
        try folder.write("two", to: "etc/two.pem", permissions: 0o400)
        let keys = try load(
            """
            dkim:
              - {domain: Example.org, selector: S1, key: one.pem}
              - {domain: bücher.example, selector: 2020.a-b, key: two.pem}
            """
        ).dkim
        #expect(keys.map(\.domain) == ["example.org", "xn--bcher-kva.example"])
        #expect(keys.map(\.selector) == ["s1", "2020.a-b"])
        #expect(keys.map(\.key.path) == [folder.path + "/etc/one.pem", folder.path + "/etc/two.pem"])
        #expect(keys.map { String(decoding: $0.key.reveal(), as: UTF8.self) } == ["one", "two"])
        var dumped = ""
        dump(keys, to: &dumped)
        #expect(!dumped.contains("- 111\n"), "the bytes of a key are shown")
    }

    @Test func `a key that others may open, and a selector that stands twice, are refused`() throws {
        try folder.write("one", to: "etc/one.pem", permissions: 0o640)
        let key = "  - {domain: example.org, selector: s1, key: one.pem}"
        let open = #expect(throws: SettingsError.self) { try load("dkim:\n\(key)") }
        let path = folder.path + "/etc/one.pem"
        #expect(
            open?.description == "etc/mailer.yaml:7:46: others may open the file \"\(path)\"; run: chmod 600 \(path)")
        try folder.write("one", to: "etc/one.pem", permissions: 0o600)
        let twice = #expect(throws: SettingsError.self) { try load("dkim:\n\(key)\n\(key)") }
        #expect(
            twice?.description == "etc/mailer.yaml:8:5: the selector \"s1\" stands there twice for example.org; "
                + "give each key a selector of its own")
    }

    @Test func `a password file is read anew each time`() throws {
        try folder.write("one\n", to: "etc/password", permissions: 0o600)
        let source = try #require(try load(relay: signIn + ["password_file: password"]).server?.credentials?.password)
        try folder.write("two\n", to: "etc/password", permissions: 0o600)
        #expect(try source.read().reveal() == "two")
        try folder.write("three\n", to: "etc/password", permissions: 0o644)
        let path = folder.path + "/etc/password"
        let error = #expect(throws: SecretFile.Unusable.self) { try source.read() }
        #expect(error?.description == "others may open the file \"\(path)\"; run: chmod 600 \(path)")
    }

    @Test(arguments: [
        ("-----BEGIN PRIVATE KEY-----\n", nil), ("-----BEGIN EC PRIVATE KEY-----\n", nil),
        ("-----BEGIN CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----\n", nil),
        ("-----BEGIN CERTIFICATE-----\n", "holds no private key in PEM"), ("", "holds no private key in PEM"),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", "has a passphrase"),
        ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n", "has a passphrase"),
    ])
    func `a client's key needs no passphrase`(content: String, complaint: String?) throws {
        try folder.write(content, to: "etc/client.pem", permissions: 0o600)
        let relay = ["url: smtps://mail.example.org", "client_certificate: client.pem", "client_key: client.pem"]
        guard let complaint else {
            let path = folder.path + "/etc/client.pem"
            let certificate = try load(relay: relay).server?.clientCertificate
            #expect(certificate?.file == path && certificate?.keyFile == path)
            return
        }
        let error = #expect(throws: SettingsError.self) { try load(relay: relay) }
        #expect(error?.description.contains(complaint) == true, "\(error.map(String.init(describing:)) ?? "")")
    }

    @Test func `a certificate is of no use in the clear`() throws {
        try folder.write("-----BEGIN PRIVATE KEY-----\n", to: "etc/client.pem", permissions: 0o600)
        let relay = [
            "url: smtp://127.0.0.1", "starttls: never", "client_certificate: client.pem", "client_key: client.pem",
        ]
        let error = #expect(throws: SettingsError.self) { try load(relay: relay) }
        #expect(error?.description.contains("remove \"starttls: never\"") == true)
    }

    // MARK: finding the file

    @Test func `the file is looked for where it was named, and else in the usual places`() throws {
        try folder.write("", to: "a.yaml")
        try folder.write("", to: "b.yaml")
        try folder.write("", to: "config/mailer.yaml")
        func find(_ option: String?, _ environment: [String: String]) throws -> String {
            try MailerSettings.find(option: option, environment: environment, workingFolder: folder.path)
        }
        #expect(try find("a.yaml", ["MAILER_CONFIG": "b.yaml"]) == "a.yaml")
        #expect(try find(nil, ["MAILER_CONFIG": "./b.yaml"]) == "./b.yaml")
        #expect(try find(nil, ["MAILER_CONFIG": ""]) == "config/mailer.yaml")
        #expect(try find(nil, [:]) == "config/mailer.yaml")
        #expect(throws: SettingsError.missing(file: "c.yaml", namedBy: "--config")) { try find("c.yaml", [:]) }
        #expect(throws: SettingsError.missing(file: "c.yaml", namedBy: "$MAILER_CONFIG")) {
            try find(nil, ["MAILER_CONFIG": "c.yaml"])
        }
    }

    @Test func `a file that cannot be read is named`() {
        let error = #expect(throws: SettingsError.self) {
            try MailerSettings.load(file: "nowhere.yaml", environment: [:], workingFolder: folder.path)
        }
        #expect(
            error?.description
                == "nowhere.yaml: cannot be read: No such file or directory; check its name and permissions")
    }
}
