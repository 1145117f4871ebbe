import Curl
import Mail
import Newsletter

/// What a relay shows of itself to somebody who connects with its settings and sends nothing.
public struct RelayProbe: Sendable {
    public let greeting: SMTPReply?
    public let isEncrypted: Bool
    /// How we signed in, `PLAIN` for one; nil: we did not.
    public let mechanism: String?
    public let capabilities: Capabilities

    /// Connects, greets, encrypts and authenticates as a sender would, then takes leave. Blocks for at most `patience`.
    public static func run(_ relay: Relay, patience: Duration = .seconds(30)) throws(ConnectionFailure) -> RelayProbe {
        do {
            let server = try relay.server()
            let poller = try Poller()
            let connector = try CurlConnector(watcher: poller, connections: 1)
            guard let wire = connector.open(server, tag: 0) else { throw MailServerError.library }
            defer { wire.close() }
            let error = connect(
                wire, connector: connector, poller: poller, until: MonotonicClock.now + patience.milliseconds)
            if let error { throw ConnectionFailure(error) }
            var parser = SMTPReplyParser()
            parser.feed(wire.greeting)
            _ = Array("QUIT\r\n".utf8).withUnsafeBytes(wire.send)
            return RelayProbe(
                greeting: (try? parser.next()) ?? nil, isEncrypted: wire.isEncrypted, mechanism: wire.mechanism,
                capabilities: Capabilities(keywords: wire.keywords))
        } catch let failure as ConnectionFailure {
            throw failure
        } catch {
            throw ConnectionFailure(stage: .connect, reason: "\(error)")
        }
    }

    private static func connect(
        _ wire: CurlConnection, connector: CurlConnector, poller: Poller, until end: Int
    ) -> ConnectError? {
        while MonotonicClock.now < end {
            for event in poller.wait(until: end) {
                guard case .library(let descriptor) = event.source else { continue }
                connector.socketReady(
                    descriptor, readable: event.readable, writable: event.writable, failed: event.failed)
            }
            if poller.takeTimer() { connector.timerFired() }
            if let settled = connector.takeSettled().first { return settled.error }
        }
        return wire.timeoutError()
    }
}
