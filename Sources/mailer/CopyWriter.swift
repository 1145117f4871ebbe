import Composer
import Foundation
import Mail
import Newsletter
import Outbox
import Signing

/// Turns claims into messages: fills an issue's slots for its reader, or takes a letter as it is.
final class CopyWriter: MessageSource {
    private struct Content {
        let composed: ComposedIssue
        let sender: String
        let date: Timestamp
    }

    private let desk: any Desk
    private let keys: SecretKeys
    private let links: Links
    private let letterSender: String
    private var contents: [Int64: Content] = [:]

    /// - Parameter letterSender: the envelope sender of letters.
    init(desk: any Desk, keys: SecretKeys, links: Links, letterSender: String) {
        self.desk = desk
        self.keys = keys
        self.links = links
        self.letterSender = letterSender
    }

    func message(for claim: Claim) throws -> OutgoingMessage {
        switch claim.content {
        case .letter(let recipient, let bytes):
            return OutgoingMessage(
                delivery: claim.delivery, sender: letterSender, recipient: recipient.envelope,
                needsSMTPUTF8: recipient.needsSMTPUTF8, bytes: bytes)
        case .copy(let issue, let reader):
            let content = try content(of: issue)
            let bytes = content.composed.message(
                to: recipient(reader, delivery: claim.delivery, content), date: content.date)
            return OutgoingMessage(
                delivery: claim.delivery, sender: content.sender, recipient: reader.address.envelope,
                needsSMTPUTF8: reader.address.needsSMTPUTF8, bytes: bytes)
        }
    }

    private func recipient(_ reader: Claim.Reader, delivery: Int64, _ content: Content) -> Recipient {
        let token = LinkToken(
            purpose: .unsubscribe, subscription: reader.subscription, generation: reader.generation, issuedAt: nil)
        let domain = content.sender.drop { $0 != "@" }
        return Recipient(
            address: reader.address, name: reader.name,
            // The same at every attempt: who got the copy twice can tell by it.
            messageID: "\(delivery).\(content.composed.digest.prefix(16))\(domain)",
            unsubscribeURL: links.unsubscribe(token.signed(by: keys)))
    }

    private func content(of issue: Int64) throws -> Content {
        if let content = contents[issue] { return content }
        guard let stored = try desk.content(ofIssue: issue) else {
            throw Failure(.unavailable, "the issue's content is gone from the database")
        }
        let content = Content(
            composed: try JSONDecoder().decode(ComposedIssue.self, from: Data(stored.composed.utf8)),
            sender: stored.sender, date: stored.date)
        contents[issue] = content
        return content
    }
}
