import Mail
import Newsletter
import Outbox

/// The refusals that need no relay: the reply that one would have given, had we asked.
enum LocalRefusal {
    /// Checks a message that is about to go to a relay. Nil: it may go.
    static func check(_ message: OutgoingMessage, scan: MessageScan, relay: Capabilities) -> DeliveryOutcome? {
        guard isSafePath(message.sender) || message.sender.isEmpty, isSafePath(message.recipient) else {
            return refusal(501, "5.1.3", "the envelope has an address with characters that cannot stand in it")
        }
        if scan.hasBareLineEnd {
            return refusal(554, "5.6.0", "the message has a line end that is not CRLF")
        }
        if let limit = relay.sizeLimit, message.bytes.count > limit {
            return refusal(
                552, "5.3.4", "the message has \(message.bytes.count) bytes; the relay takes at most \(limit)")
        }
        if needsSMTPUTF8(message, scan: scan), !relay.smtpUTF8 {
            return refusal(553, "5.6.7", "the address or header needs SMTPUTF8, which the relay does not offer")
        }
        if scan.hasEightBit, !relay.eightBitMIME {
            return refusal(554, "5.6.3", "the message has 8-bit text, and the relay does not offer 8BITMIME")
        }
        return nil
    }

    static func needsSMTPUTF8(_ message: OutgoingMessage, scan: MessageScan) -> Bool {
        message.needsSMTPUTF8 || !isASCII(message.sender) || !isASCII(message.recipient)
            || scan.hasEightBit && MessageScan.hasEightBitHeader(message.bytes)
    }

    /// Whether a mailbox can stand between `<` and `>` of MAIL and RCPT without ending the path or the line. Whoever
    /// made the address has validated it; this is the last door.
    static func isSafePath(_ path: String) -> Bool {
        var isQuoted = false
        var isEscaped = false
        for byte in path.utf8 {
            guard byte >= 0x20, byte != 0x7f else { return false }
            if isEscaped {
                isEscaped = false
            } else if isQuoted {
                isEscaped = byte == UInt8(ascii: "\\")
                if byte == UInt8(ascii: "\"") { isQuoted = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isQuoted = true
                case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: " "): return false
                default: break
                }
            }
        }
        return !path.isEmpty && !isQuoted
    }

    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

    private static func refusal(_ code: Int, _ status: String, _ text: String) -> DeliveryOutcome {
        .refused(SMTPReply(code: code, enhanced: EnhancedStatus(status), text: text), at: .mail)
    }
}
