import Newsletter
import Outbox

@testable import SMTP

/// The sender's turn, without a store: hands over what there is room for until all is finished.
func deliver(
    _ messages: [OutgoingMessage], over transport: SMTPTransport, patience: Duration = .seconds(30)
) -> [Int64: DeliveryOutcome] {
    var outcomes: [Int64: DeliveryOutcome] = [:]
    var rest = messages[...]
    let clock = ContinuousClock()
    let end = clock.now + patience
    while outcomes.count < messages.count, clock.now < end {
        let next = rest.prefix(transport.room)
        rest = rest.dropFirst(next.count)
        transport.proceed(with: Array(next))
        for finished in transport.gather(milliseconds: 200) {
            precondition(outcomes[finished.delivery] == nil, "a message finished twice")
            outcomes[finished.delivery] = finished.outcome
        }
    }
    return outcomes
}

/// One message over a transport of its own.
func deliver(_ message: OutgoingMessage, to relay: Relay) throws -> DeliveryOutcome? {
    let transport = try SMTPTransport(relay)
    defer { transport.close() }
    return deliver([message], over: transport)[message.delivery]
}

func sample(
    _ delivery: Int64 = 1, sender: String = "bounces@lists.example", recipient: String = "reader@example.net",
    needsSMTPUTF8: Bool = false, body: String = "Hello\r\n"
) -> OutgoingMessage {
    OutgoingMessage(
        delivery: delivery, sender: sender, recipient: recipient, needsSMTPUTF8: needsSMTPUTF8,
        bytes: Array("From: <news@lists.example>\r\nSubject: test \(delivery)\r\n\r\n\(body)".utf8))
}

/// Lines of 72 characters and their CRLF, `count` bytes or a little more.
func longBody(_ count: Int) -> String {
    let line = String(repeating: "abcdefghij0123456789.,", count: 4).prefix(72) + "\r\n"
    return String(repeating: String(line), count: count / 74 + 1)
}

func plainRelay(port: Int, connections: Int = 1) -> Relay {
    Relay(
        host: "127.0.0.1", port: port, security: .startTLS(.never), connections: connections, heloName: "test.example")
}

extension DeliveryOutcome {
    var isSent: Bool { if case .sent = self { true } else { false } }
    /// `sent 250`, `refused 550 at rcpt`, `notSent at mail`: short enough for a table.
    var summary: String {
        switch self {
        case .sent(let reply): "sent \(reply.code)"
        case .refused(let reply, let stage): "refused \(reply.code) at \(stage)"
        case .notSent(let failure): "notSent at \(failure.stage)" + (failure.reply.map { " by \($0.code)" } ?? "")
        case .unknown(let failure): "unknown at \(failure.stage)"
        }
    }
}
