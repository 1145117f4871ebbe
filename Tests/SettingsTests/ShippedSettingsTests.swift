import Foundation
import Newsletter
import Testing
import YAML

@testable import Settings

/// config/mailer.yaml is the documentation: it has to work as it is, and with every key that it describes.
@Suite struct ShippedSettingsTests {
    let folder: TemporaryFolder
    let shipped: String

    init() throws {
        let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        shipped = try String(contentsOf: project.appendingPathComponent("config/mailer.yaml"), encoding: .utf8)
        folder = try TemporaryFolder()
        try folder.write("a password\n", to: "relay.password", permissions: 0o600)
        try folder.write("a key\n", to: "s1.pem", permissions: 0o600)
        try folder.write("a password\n", to: "mailbox.password", permissions: 0o600)
        try folder.write("a-key-that-nobody-guesses\n", to: "hook.key", permissions: 0o600)
        try folder.write("a key\n", to: "mailgun.key", permissions: 0o600)
        try folder.write("", to: "sns.pem")
        try folder.write("", to: "relay-ca.pem")
        try folder.write("", to: "relay-client.pem")
        try folder.write("-----BEGIN PRIVATE KEY-----\n", to: "relay-client.key", permissions: 0o600)
        try folder.write("", to: "templates/mail.mustache")
        try folder.write("# throw-away\nmailinator.example\n", to: "disposable.txt")
    }

    /// The shipped file with every key switched on, but for one of the two that exclude each other, and for those that take
    /// the place of others or need another relay.
    private func everyKey(without excluded: String) -> String {
        shipped.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                guard let hash = line.firstIndex(of: "#"), line[..<hash].allSatisfy({ $0 == " " }),
                    line[hash...].dropFirst().first.map({ $0.isLetter || $0 == "-" }) == true,
                    !["\(excluded):", "- folder:", "domain:", "for:", "steps:"].contains(where: {
                        line.contains("#\($0)")
                    })
                else { return String(line) }
                return String(line[..<hash] + line[hash...].dropFirst())
            }
            .joined(separator: "\n")
    }

    private func load(_ text: String) throws -> MailerSettings {
        try folder.write(text, to: "mailer.yaml")
        return try MailerSettings.load(
            file: folder.path + "/mailer.yaml",
            environment: [
                "MAILER_RELAY_PASSWORD": "from the environment", "MAILER_MAILBOX_PASSWORD": "from the environment",
            ])
    }

    @Test func `as shipped it works, with the defaults`() throws {
        let settings = try load(shipped)
        #expect(settings.database == folder.path + "/mailer.db")
        #expect(settings.keys == folder.path + "/mailer.db.keys")
        #expect(settings.synchronous == .full)
        #expect(settings.publicURL == "http://127.0.0.1:8080")
        #expect(settings.listen.description == "127.0.0.1:8080")
        #expect(settings.from.text == "Newsletter <news@example.org>")
        #expect(settings.retry == .default)
        #expect(settings.templates == nil)
        #expect(settings.dkim.isEmpty)
        #expect(settings.confirmationExpiresAfter == 2_592_000)
        let relay = try #require(settings.server)
        #expect(relay.host == "127.0.0.1")
        #expect(relay.port == 25)
        #expect(relay.security == .startTLS(.optional))
        #expect(relay.credentials == nil)
        #expect(relay.caFile == nil)
        #expect(relay.clientCertificate == nil)
        #expect(relay.localAddress == nil)
        #expect(relay.replyTimeout == nil)
        #expect(relay.connections == 16)
        #expect(relay.messagesPerConnection == 100)
        #expect(!relay.hello.isEmpty)
    }

    @Test(arguments: [("password_env", "a password"), ("password_file", "from the environment")])
    func `with every key switched on it works too`(excluded: String, password: String) throws {
        let settings = try load(everyKey(without: excluded))
        let relay = try #require(settings.server)
        #expect(try relay.credentials?.password.read().reveal() == password)
        #expect(relay.caFile == folder.path + "/relay-ca.pem")
        #expect(relay.hello == "news.example.org")
        #expect(relay.clientCertificate?.file == folder.path + "/relay-client.pem")
        #expect(relay.clientCertificate?.keyFile == folder.path + "/relay-client.key")
        #expect(relay.credentials?.mechanism == .plain)
        #expect(relay.localAddress == "192.0.2.25")
        #expect(relay.replyTimeout == 300)
        #expect(settings.templates == folder.path + "/templates")
        #expect(settings.bounces.address?.address(token: "T") == "b+T@example.org")
        #expect(settings.relays[0].name == "main")
        #expect(settings.relays[0].limits.perSecond == 14)
        #expect(settings.limits.all.perDay == 100_000)
        #expect(settings.limits.domains.map(\.domains) == [["gmail.com", "googlemail.com"]])
        #expect(settings.limits.otherDomains.connections == 4)
        #expect(settings.limits.warmUp?.plan == .growth(first: 200, factor: 1.5, until: 50_000))
        #expect(settings.hours.hours.map(\.from) == [8 * 3_600])
        #expect(settings.hours.weekdays == [0, 1, 2, 3, 4])
        #expect(settings.dkim.map(\.key.path) == [folder.path + "/s1.pem"])
    }

    @Test func `the folder of a dry run takes the place of the server`() throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/dry-run", withIntermediateDirectories: true)
        let text = shipped.replacing("  - url: smtp://127.0.0.1:25", with: "").replacing(
            "  #- folder", with: "  - folder")
        guard case .folder(let path)? = try load(text).relays.first?.destination else {
            Issue.record("no folder")
            return
        }
        #expect(path == folder.path + "/dry-run")
    }

    @Test func `what it calls a default is the default`() throws {
        let plain = try load(shipped)
        let full = try load(everyKey(without: "password_env"))
        #expect(plain.synchronous == full.synchronous)
        #expect(plain.listen == full.listen)
        #expect(plain.retry == full.retry)
        #expect(plain.confirmationExpiresAfter == full.confirmationExpiresAfter)
        #expect(plain.server?.connections == full.server?.connections)
        #expect(plain.server?.messagesPerConnection == full.server?.messagesPerConnection)
        #expect(plain.trustedProxies == full.trustedProxies)
        #expect(plain.serve == full.serve)
        #expect(plain.monitoring == full.monitoring)
        #expect(plain.retention == full.retention)
        #expect(plain.signUp.perNetwork == full.signUp.perNetwork)
        #expect(plain.signUp.perHour == full.signUp.perHour)
        #expect(plain.signUp.roleAddresses == full.signUp.roleAddresses)
        #expect(full.signUp.disposableDomains == ["mailinator.example"])
    }

    @Test func `every key that the reader knows stands in it`() throws {
        let text = everyKey(without: "password_env")
        var reader = SettingsReader(file: folder.path + "/mailer.yaml", environment: [:])
        _ = try MailerSettings(YAMLNode.parse(text, file: "mailer.yaml"), &reader)
        for key in reader.knownKeys {
            let name = key.split(separator: ".").last ?? ""
            #expect(shipped.contains(try Regex("(?m)^ *#?(- )?\(name):")), "\(key) is missing")
        }
        #expect(reader.knownKeys.contains("relays.password_env"))
        #expect(reader.knownKeys.contains("dkim.selector"))
        #expect(reader.knownKeys.contains("confirmation.expires_after"))
    }
}
