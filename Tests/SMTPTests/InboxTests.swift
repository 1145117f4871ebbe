import Curl
import Foundation
import Newsletter
import Outbox
import Testing

@testable import SMTP

/// Debian's: another python3 may come first in the path, and it has no aiosmtpd.
private let python = "/usr/bin/python3"
private let hasInbox = FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/aiosmtpd")

/// Hands out one secret after the other.
private final class Tokens: Sendable {
    private struct Empty: Error, CustomStringConvertible { let description = "no token" }
    private let texts: [String]
    private let lock = NSLock()
    // All access is under `lock`.
    nonisolated(unsafe) private var used = 0

    init(_ texts: String...) { self.texts = texts }

    func next() throws -> String {
        try lock.withLock {
            guard used < texts.count else { throw Empty() }
            used += 1
            return texts[used - 1]
        }
    }

    func rewind() { lock.withLock { used = 0 } }
}

/// Against aiosmtpd: encryption, authentication, sizes, international addresses.
@Suite(.serialized, .enabled(if: hasInbox))
final class InboxTests {
    private let folder: URL
    private let certificates: TestCertificates

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("inbox-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificates = try TestCertificates()
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
        certificates.remove()
    }

    private func inbox(_ options: String..., host: String = "127.0.0.1") throws -> ServerProcess {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Servers/inbox.py")
        return try ServerProcess(python, host: host) { port in
            [script.path, "\(port)", self.folder.path, "--host", host] + options
        }
    }

    private struct Envelope: Decodable {
        let sender: String
        let options: [String]
        let recipients: [String]
        let encrypted: Bool
        let authenticated: Bool
        let helo: String
        let peer: String
        let mechanism: String?
    }

    /// The reason why nothing was sent.
    private func failureReason(_ relay: Relay) throws -> String? {
        let outcome = try deliver(sample(), to: relay)
        guard case .notSent(let failure)? = outcome else {
            Issue.record("\(String(describing: outcome))")
            return nil
        }
        return failure.reason
    }

    private func envelope(_ number: Int) throws -> Envelope {
        try JSONDecoder().decode(
            Envelope.self, from: Data(contentsOf: folder.appendingPathComponent("\(number).json")))
    }

    private func bytes(_ number: Int) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent("\(number).eml")))
    }

    private func secureRelay(_ port: Int, _ security: Relay.Security, password: String? = nil) -> Relay {
        var relay = plainRelay(port: port)
        relay.security = security
        relay.caFile = certificates.authority
        relay.username = password == nil ? nil : "news"
        if let password { relay.password = { password } }
        return relay
    }

    @Test func everyByteArrives() throws {
        let inbox = try inbox()
        let message = sample(body: ".\r\n..\r\n.hidden\r\n\r\n" + longBody(2_000_000) + ".\r\n")
        #expect(try deliver(message, to: plainRelay(port: inbox.port))?.summary == "sent 250")
        let isEqual = try bytes(1) == message.bytes
        #expect(isEqual)
        let envelope = try envelope(1)
        #expect(envelope.sender == message.sender)
        #expect(envelope.recipients == [message.recipient])
        #expect(envelope.options == ["SIZE=\(message.bytes.count)"])
        #expect(envelope.helo == "test.example")
        #expect(!envelope.encrypted)
    }

    @Test(arguments: ["starttls", "implicit"])
    func encryptsAndAuthenticates(_ mode: String) throws {
        let certificate = try certificates.certificate("good", subject: "IP:127.0.0.1")
        let inbox = try inbox("--tls", mode, "--certificate", certificate, "--user", "news:s3 cr€t")
        let security = mode == "implicit" ? Relay.Security.implicitTLS : .startTLS(.required)
        let message = sample(body: longBody(2_000_000))
        let outcome = try deliver(message, to: secureRelay(inbox.port, security, password: "s3 cr€t"))
        #expect(outcome?.summary == "sent 250", "\(String(describing: outcome))")
        let isEqual = try bytes(1) == message.bytes
        #expect(isEqual)
        #expect(try envelope(1).encrypted && envelope(1).authenticated)

        let wrong = try deliver(sample(), to: secureRelay(inbox.port, security, password: "wrong"))
        guard case .notSent(let failure) = wrong else {
            Issue.record("\(String(describing: wrong))")
            return
        }
        #expect(failure.stage == .auth)
        #expect(failure.reply?.code == 535)
        #expect(failure.reason == "127.0.0.1 refused the user name or password (535)")
    }

    @Test func trustsNoCertificateThatItShouldNot() throws {
        let cases: [(name: String, subject: String, days: Int, ca: Bool, reason: String)] = [
            ("expired", "IP:127.0.0.1", -1, true, "the certificate of 127.0.0.1 has expired"),
            ("other", "DNS:other.example", 2, true, "the certificate of 127.0.0.1 is not for this name"),
            (
                "unknown", "IP:127.0.0.1", 2, false,
                "the certificate of 127.0.0.1 is signed by an unknown authority; name its CA file in the settings"
            ),
        ]
        for (name, subject, days, ca, reason) in cases {
            let certificate = try certificates.certificate(name, subject: subject, days: days)
            for (mode, security) in [
                ("implicit", Relay.Security.implicitTLS), ("starttls", .startTLS(.required)),
                ("starttls", .startTLS(.optional)),
            ] {
                let inbox = try inbox("--tls", mode, "--certificate", certificate)
                var relay = secureRelay(inbox.port, security)
                if !ca { relay.caFile = nil }
                guard case .notSent(let failure) = try deliver(sample(), to: relay) else {
                    Issue.record("\(name) was trusted by \(security)")
                    continue
                }
                #expect(failure.reason == reason)
                #expect(failure.stage == (mode == "implicit" ? .connect : .starttls))
                #expect(failure.reply == nil)
            }
        }
    }

    @Test func startTLSAsFarAsAskedFor() throws {
        let plain = try inbox()
        guard case .notSent(let failure) = try deliver(sample(), to: secureRelay(plain.port, .startTLS(.required)))
        else {
            Issue.record("sent in the clear")
            return
        }
        #expect(failure.reason == "127.0.0.1 does not offer STARTTLS, which the settings require")
        #expect(try deliver(sample(), to: secureRelay(plain.port, .startTLS(.optional)))?.summary == "sent 250")
        #expect(try !envelope(1).encrypted)
        guard case .notSent(let implicit) = try deliver(sample(), to: secureRelay(plain.port, .implicitTLS)) else {
            Issue.record("sent in the clear")
            return
        }
        #expect(implicit.reason.contains("does this port speak TLS from the start?"))
    }

    @Test func missesAnAuthThatIsNotOffered() throws {
        let plain = try inbox()
        guard
            case .notSent(let failure) = try deliver(
                sample(), to: secureRelay(plain.port, .startTLS(.never), password: "secret"))
        else {
            Issue.record("sent without AUTH")
            return
        }
        #expect(failure.stage == .auth)
        #expect(failure.reason == "127.0.0.1 offers no AUTH, but the settings have a user name for it")
    }

    @Test(arguments: [AuthMechanism.plain, .login])
    func signsInAsTold(_ mechanism: AuthMechanism) throws {
        let certificate = try certificates.certificate("good", subject: "IP:127.0.0.1")
        let inbox = try inbox("--tls", "starttls", "--certificate", certificate, "--user", "news:secret")
        var relay = secureRelay(inbox.port, .startTLS(.required), password: "secret")
        relay.mechanism = mechanism
        #expect(try deliver(sample(), to: relay)?.summary == "sent 250")
        #expect(try envelope(1).mechanism == mechanism.rawValue)
        #expect(try RelayProbe.run(relay).mechanism == mechanism.rawValue)
        relay.mechanism = .xoauth2
        let reason = try failureReason(relay)
        #expect(reason == "for AUTH 127.0.0.1 offers LOGIN PLAIN, which does not fit: the settings want XOAUTH2")
    }

    @Test func aTokenIsFreshForEachConnection() throws {
        let certificate = try certificates.certificate("good", subject: "IP:127.0.0.1")
        let inbox = try inbox("--tls", "starttls", "--certificate", certificate, "--token", "news:fresh")
        let tokens = Tokens("stale", "fresh")
        var relay = secureRelay(inbox.port, .startTLS(.required), password: "")
        relay.password = { try tokens.next() }
        relay.mechanism = .xoauth2
        let transport = try SMTPTransport(relay)
        defer { transport.close() }
        tokens.rewind()
        guard case .notSent(let failure)? = deliver([sample()], over: transport)[1] else {
            Issue.record("sent")
            return
        }
        #expect(failure.stage == .auth)
        #expect(failure.reason == "127.0.0.1 refused the bearer token")
        #expect(deliver([sample()], over: transport)[1]?.isSent == true)
        #expect(try envelope(1).mechanism == "XOAUTH2")
    }

    @Test func aTokenThatCannotBeReadIsToldOf() throws {
        let inbox = try inbox()
        let tokens = Tokens("good for the check")
        var relay = secureRelay(inbox.port, .startTLS(.never), password: "")
        relay.password = { try tokens.next() }
        let transport = try SMTPTransport(relay)
        defer { transport.close() }
        guard case .notSent(let failure)? = deliver([sample()], over: transport)[1] else {
            Issue.record("sent")
            return
        }
        #expect(failure.reason == "no token")
        #expect(transport.inFlight == 0 && transport.room == 1)
    }

    @Test(arguments: ["starttls", "implicit"])
    func showsItsCertificate(_ mode: String) throws {
        let certificate = try certificates.certificate("good", subject: "IP:127.0.0.1")
        let inbox = try inbox(
            "--tls", mode, "--certificate", certificate, "--client-ca", certificates.authority)
        let ours = try certificates.certificate("client", subject: "DNS:news.example")
        var relay = secureRelay(inbox.port, mode == "implicit" ? .implicitTLS : .startTLS(.required))
        // The server of this test sends no alert, as others do.
        var reason = try failureReason(relay)
        let wait = mode == "implicit" ? "the greeting" : "EHLO"
        #expect(reason == "127.0.0.1 closed the connection during \(wait); it may want a client certificate")
        relay.clientCertificate = ClientCertificate(file: ours, keyFile: ours)
        #expect(try deliver(sample(), to: relay)?.summary == "sent 250")
        relay.clientCertificate = ClientCertificate(file: ours, keyFile: certificate)
        reason = try failureReason(relay)
        #expect(
            reason?.hasPrefix("the client certificate \(ours) and its key cannot be used (") == true, "\(reason ?? "")")
    }

    /// libcurl knows localhost as both ::1 and 127.0.0.1, whatever the machine's hosts file says.
    @Test(arguments: [("::1", "::1"), ("::1", "localhost"), ("127.0.0.1", "localhost")])
    func findsTheAddressThatAnswers(_ address: String, _ name: String) throws {
        let inbox = try inbox(host: address)
        var relay = plainRelay(port: inbox.port)
        relay.host = name
        #expect(try deliver(sample(), to: relay)?.summary == "sent 250")
        #expect(try envelope(1).peer == address)
    }

    @Test func comesFromTheAddressThatItIsTold() throws {
        let inbox = try inbox()
        var relay = plainRelay(port: inbox.port)
        relay.host = "localhost"
        relay.localAddress = "127.0.0.5"
        #expect(try deliver(sample(), to: relay)?.summary == "sent 250")
        #expect(try envelope(1).peer == "127.0.0.5")

        relay.localAddress = "192.0.2.1"
        let reason = try failureReason(relay)
        #expect(reason == "cannot connect from 192.0.2.1: it is no address of this machine")
    }

    /// Records of TLS end where they like, and the socket's buffer is full most of the time.
    @Test func largeMailOverSeveralEncryptedConnections() throws {
        let certificate = try certificates.certificate("good", subject: "IP:127.0.0.1")
        let inbox = try inbox("--tls", "starttls", "--certificate", certificate)
        var relay = secureRelay(inbox.port, .startTLS(.required))
        relay.connections = 4
        relay.messagesPerConnection = 3
        let transport = try SMTPTransport(relay)
        defer { transport.close() }
        let messages = (1...20).map { sample($0, body: longBody(2_000_000) + ".\r\n\($0)\r\n") }
        let outcomes = deliver(messages, over: transport, patience: .seconds(120))
        #expect(Set(outcomes.values.map(\.summary)) == ["sent 250"])
        #expect(outcomes.count == 20)
        let received = Set(try (1...20).map { try bytes($0) })
        let areWhole = received == Set(messages.map(\.bytes))
        #expect(areWhole)
    }

    @Test func aMessageBeyondTheLimitStaysHere() throws {
        let inbox = try inbox("--size", "10000")
        let transport = try SMTPTransport(plainRelay(port: inbox.port))
        defer { transport.close() }
        let outcomes = deliver([sample(1), sample(2, body: longBody(10_000)), sample(3)], over: transport)
        #expect((1...3).map { outcomes[$0]?.summary } == ["sent 250", "refused 552 at mail", "sent 250"])
        guard case .refused(let reply, _)? = outcomes[2] else { return }
        #expect(reply.enhanced?.description == "5.3.4")
    }

    @Test func internationalMailNeedsARelayForIt() throws {
        let international = sample(recipient: "josé@example.net", needsSMTPUTF8: true)
        let header = OutgoingMessage(
            delivery: 1, sender: "a@lists.example", recipient: "b@example.net", needsSMTPUTF8: false,
            bytes: Array("Subject: ¡Hola!\r\n\r\nx\r\n".utf8))
        let old = try inbox()
        #expect(try deliver(international, to: plainRelay(port: old.port))?.summary == "refused 553 at mail")
        #expect(try deliver(header, to: plainRelay(port: old.port))?.summary == "refused 553 at mail")
        let new = try inbox("--utf8")
        #expect(try deliver(international, to: plainRelay(port: new.port))?.summary == "sent 250")
        #expect(try envelope(1).recipients == ["josé@example.net"])
        #expect(try envelope(1).options.contains("SMTPUTF8"))
        let body = sample(body: "¡Hola!\r\n")
        #expect(try deliver(body, to: plainRelay(port: new.port))?.summary == "sent 250")
        #expect(try envelope(2).options == ["SIZE=\(body.bytes.count)", "BODY=8BITMIME"])
    }

    @Test func aProbeShowsTheRelay() throws {
        let certificate = try certificates.certificate("good", subject: "IP:127.0.0.1")
        let inbox = try inbox("--tls", "starttls", "--certificate", certificate, "--size", "12345")
        let probe = try RelayProbe.run(secureRelay(inbox.port, .startTLS(.required)))
        #expect(probe.isEncrypted)
        #expect(probe.greeting?.code == 220)
        #expect(probe.capabilities.sizeLimit == 12_345)
        #expect(probe.capabilities.eightBitMIME)
        // Announced before STARTTLS only: what counts is the second EHLO.
        #expect(!probe.capabilities.keywords.contains("STARTTLS"))

        #expect {
            try RelayProbe.run(plainRelay(port: ServerProcess.freePort()))
        } throws: { error in
            (error as? ConnectionFailure)?.stage == .connect
        }
        #expect {
            try RelayProbe.run(Relay(host: "bad host", port: 25))
        } throws: { error in
            (error as? ConnectionFailure)?.reason == MailServerError.host.description
        }
    }

    @Test func aProbeHasPatienceToo() throws {
        let server = try ScriptedServer { $0.waitForEnd() }
        #expect {
            try RelayProbe.run(plainRelay(port: server.port), patience: .milliseconds(200))
        } throws: { error in
            (error as? ConnectionFailure)?.reason == "127.0.0.1 did not answer the greeting in time"
        }
    }
}
