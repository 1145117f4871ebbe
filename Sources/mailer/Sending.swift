import Curl
import Foundation
import Mail
import Newsletter
import Outbox
import SMTP
import Settings
import Signing

/// A sender wired to the store, the relay and the composer; it lives on the thread that makes it.
struct Sending {
    private let sender: Sender

    /// - Parameter connections: at most so many, and no more than the settings allow.
    init(
        _ scopes: [OutboxScope], _ session: Session, connections: Int = .max, stop: StopSignal,
        observe: @escaping (SendSummary) -> Void = { _ in }
    ) throws {
        let settings = try session.settings()
        let desk = try session.desk()
        let transport = try SMTPTransport(Relay(settings.relays[0], connections: connections))
        sender = Sender(
            scopes, queue: desk, transport: transport,
            source: CopyWriter(
                desk: desk, keys: try session.keys(), links: Links(publicURL: settings.publicURL),
                letterSender: settings.from.address.envelope),
            retry: settings.retry,
            surroundings: Sender.Surroundings(now: Session.now, jitter: { Double.random(in: 0..<1) }),
            stop: stop, observe: observe)
    }

    func run(_ mode: Sender.Mode, limit: Int? = nil) throws -> SendSummary {
        try sender.run(mode, limit: limit)
    }
}

extension Relay {
    init(_ settings: RelaySettings, connections: Int = .max) {
        let security: Security =
            switch settings.security {
            case .implicitTLS: .implicitTLS
            case .startTLS(.required): .startTLS(.required)
            case .startTLS(.optional): .startTLS(.optional)
            case .startTLS(.never): .startTLS(.never)
            }
        self.init(
            host: settings.host, port: settings.port, security: security,
            username: settings.credentials?.username, password: settings.credentials?.password.reveal(),
            caFile: settings.caFile, connections: min(connections, settings.connections), heloName: settings.hello,
            messagesPerConnection: settings.messagesPerConnection)
    }
}
