import Mail
import Newsletter
import Outbox

/// One message's way through MAIL, RCPT, DATA and the final dot (RFC 5321 §3.3): which answer means what.
///
/// Pure: it neither writes nor waits.
struct Transaction {
    let message: OutgoingMessage
    private let scan: MessageScan
    /// The relay takes SIZE (RFC 1870).
    private let saysSize: Bool
    private let needsSMTPUTF8: Bool
    /// The command that waits for its answer.
    private(set) var stage = SMTPStage.mail

    /// What an answer leads to.
    enum Step: Equatable {
        /// The next command goes out.
        case goOn
        /// The transaction is over and the connection as good as new.
        case finished(DeliveryOutcome)
        /// The same, but the relay holds half a transaction: RSET comes first.
        case abandoned(DeliveryOutcome)
        /// The transaction is over and the connection with it.
        case broken(DeliveryOutcome)
        /// The relay closes before it took anything of this message, or makes no sense.
        case lost(SMTPReply)
    }

    init(_ message: OutgoingMessage, scan: MessageScan, relay: Capabilities) {
        self.message = message
        self.scan = scan
        saysSize = relay.size
        needsSMTPUTF8 = LocalRefusal.needsSMTPUTF8(message, scan: scan)
    }

    mutating func answer(_ reply: SMTPReply) -> Step {
        if reply.isTransient || reply.isPermanent { return refusal(reply) }
        switch (stage, reply.code) {
        case (.mail, 200..<300): stage = .rcpt
        // 251 and 252 promise delivery too (RFC 5321 §3.4, §3.5.3).
        case (.rcpt, 200..<300): stage = .data
        case (.data, 300..<400): stage = .message
        case (.message, 200..<300): return .finished(.sent(reply))
        default: return .lost(reply)
        }
        return .goOn
    }

    private func refusal(_ reply: SMTPReply) -> Step {
        let outcome = DeliveryOutcome.refused(reply, at: stage)
        // RFC 5321 §3.8: 421 announces the end of the connection. To MAIL it says nothing about the message; later it
        // may be about the recipient, who then must not hold up everybody else.
        if reply.code == 421 { return stage == .mail ? .lost(reply) : .broken(outcome) }
        return stage == .message ? .finished(outcome) : .abandoned(outcome)
    }

    /// Writes MAIL, RCPT and DATA in one go (RFC 2920), and adds where each of them ends.
    func writeEnvelope(to output: inout OutputBuffer, ends: inout [Int]) {
        for stage in Self.envelope {
            write(stage, to: &output)
            ends.append(output.appended)
        }
    }

    private static let envelope: [SMTPStage] = [.mail, .rcpt, .data]

    /// Writes the command (or the message) of the present stage.
    func write(to output: inout OutputBuffer) { write(stage, to: &output) }

    private func write(_ stage: SMTPStage, to output: inout OutputBuffer) {
        switch stage {
        case .mail: writeMail(to: &output)
        case .rcpt:
            output.append("RCPT TO:<")
            output.append(message.recipient)
            output.append(">\r\n")
        case .data: output.append("DATA\r\n")
        default: output.append(message: message.bytes, hasLeadingDot: scan.hasLeadingDot)
        }
    }

    private func writeMail(to output: inout OutputBuffer) {
        output.append("MAIL FROM:<")
        output.append(message.sender)
        output.append(">")
        // RFC 1870 §6.1: the bytes of the message with its CRLFs, without stuffing and final dot.
        if saysSize {
            output.append(" SIZE=")
            output.append(String(message.bytes.count))
        }
        if scan.hasEightBit { output.append(" BODY=8BITMIME") }
        if needsSMTPUTF8 { output.append(" SMTPUTF8") }
        output.append("\r\n")
    }
}
