import Composer
import Mail
import Newsletter
import Outbox
import Settings
import Signing

/// Turns claims into messages: fills an issue's slots for its reader, or takes a letter as it is.
final class CopyWriter: MessageSource {
    private let desk: any Desk
    private let keys: SecretKeys
    private let links: Links
    private let letterSender: String
    private let bounceAddress: BounceAddress?
    private var issues: [Int64: StoredIssue] = [:]

    /// - Parameters:
    ///   - letterSender: the envelope sender of letters, where there is no bounce address.
    ///   - bounceAddress: where mail comes back to; nil for the issue's sender.
    init(desk: any Desk, keys: SecretKeys, links: Links, letterSender: String, bounceAddress: BounceAddress?) {
        self.desk = desk
        self.keys = keys
        self.links = links
        self.letterSender = letterSender
        self.bounceAddress = bounceAddress
    }

    func message(for claim: Claim) throws -> OutgoingMessage {
        let token = BounceToken(delivery: claim.delivery).signed(by: keys)
        let returnPath = bounceAddress?.address(token: token)
        switch claim.content {
        case .letter(let recipient, let bytes):
            return OutgoingMessage(
                delivery: claim.delivery, sender: returnPath ?? letterSender, recipient: recipient.envelope,
                // RFC 6531 §3.4: also where only the header has UTF-8. The body never has.
                needsSMTPUTF8: recipient.needsSMTPUTF8 || bytes.contains { $0 >= 0x80 }, bytes: bytes)
        case .copy(let id, let reader):
            let issue = try issue(id)
            let version = issue.version(for: reader)
            // The same at every attempt: who got the copy twice can tell by it. Where a relay writes an envelope sender of its
            // own, it tells which delivery came back.
            let messageID = token + "." + version.digest.prefix(16) + issue.messageDomain
            let recipient = try issue.recipient(reader, of: version, messageID: messageID, links, keys)
            return OutgoingMessage(
                delivery: claim.delivery, sender: returnPath ?? issue.sender, recipient: reader.address.envelope,
                needsSMTPUTF8: reader.address.needsSMTPUTF8 || version.needsSMTPUTF8,
                bytes: version.message(to: recipient, dateField: issue.dateField))
        }
    }

    private func issue(_ id: Int64) throws -> StoredIssue {
        if let issue = issues[id] { return issue }
        let issue = try StoredIssue(id, on: desk)
        issues[id] = issue
        return issue
    }
}
