import Foundation
import Mail
import MailFolder
import Newsletter
import Outbox
import SMTP
import Settings
import Signing

/// A sender wired to the store, the relay and the composer; it lives on the thread that makes it.
struct Sending {
    private let sender: Sender
    private let watchdog = Watchdog()

    /// - Parameters:
    ///   - connections: at most so many, and no more than the settings allow.
    ///   - beat: called in each turn of its loop.
    init(
        _ scopes: [OutboxScope], _ session: Session, on desk: any Desk, connections: Int = .max, stop: StopSignal,
        beat: @escaping @Sendable () -> Void = { ServiceManager.shared.alive() },
        observe: @escaping (SendSummary) throws -> Void
    ) throws {
        let settings = try session.settings()
        let links = Links(settings)
        let announcer = Announcer(desk: desk, from: settings.from, admin: settings.admin, links: links)
        let registrar = try session.registrar(on: desk)
        let relays = settings.relays.filter { relay in
            scopes.contains { scope in relay.kind == nil || (relay.kind == .issues) == (scope == .issues) }
        }
        sender = try Sender(
            scopes, queue: desk, transports: relays.map { try Self.transport($0, connections: connections) },
            source: try SignedMail(
                CopyWriter(
                    desk: desk, keys: try session.keys(), links: links, letterSender: settings.from.address.envelope,
                    bounceAddress: settings.bounces.address),
                signatories: settings.signatories()),
            policy: Sender.Policy(
                retry: settings.retry, uncertain: settings.uncertain == .hold ? .hold : .resend,
                lateAfter: settings.lateAfter, bounces: settings.bounces.rules,
                traffic: TrafficPolicy(settings, relays: relays)),
            surroundings: Sender.Surroundings(
                moment: Session.moment, jitter: { Double.random(in: 0..<1) },
                beat: { [watchdog] in
                    watchdog.beat()
                    beat()
                }),
            stop: stop,
            announce: {
                try announcer.announce(now: Session.now())
                try registrar.sendProbes(now: Session.now())
            }, observe: observe)
    }

    static func transport(_ relay: RelaySettings, connections: Int) throws -> any Transport {
        switch relay.destination {
        case .server(let server): try SMTPTransport(Relay(server, connections: connections))
        case .folder(let folder): try FolderTransport(folder: folder)
        }
    }

    func run(_ mode: Sender.Mode, limit: Int? = nil) throws -> SendSummary {
        watchdog.start()
        defer { watchdog.stop() }
        return try sender.run(mode, limit: limit)
    }
}

extension Relay {
    init(_ settings: RelayServer, connections: Int = .max) {
        let security: Security =
            switch settings.security {
            case .implicitTLS: .implicitTLS
            case .startTLS(.required): .startTLS(.required)
            case .startTLS(.optional): .startTLS(.optional)
            case .startTLS(.never): .startTLS(.never)
            }
        let mechanism: Mechanism? =
            switch settings.credentials?.mechanism {
            case .plain: .plain
            case .login: .login
            case .xoauth2: .xoauth2
            case nil: nil
            }
        self.init(
            host: settings.host, port: settings.port, security: security,
            username: settings.credentials?.username, mechanism: mechanism, caFile: settings.caFile,
            clientCertificate: settings.clientCertificate.map { Certificate(file: $0.file, keyFile: $0.keyFile) },
            localAddress: settings.localAddress, connections: min(connections, settings.connections),
            heloName: settings.hello, messagesPerConnection: settings.messagesPerConnection)
        if let source = settings.credentials?.password { password = { try source.read().reveal() } }
        if let seconds = settings.replyTimeout { timeouts = CommandTimeouts(reply: .seconds(seconds)) }
    }
}
