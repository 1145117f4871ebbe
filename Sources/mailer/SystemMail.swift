import Composer
import Mail
import Membership
import Newsletter
import Signing

/// Writes the letters that Membership asks for: tokens become links, and the composer the mail.
struct SystemMail: Correspondence {
    let writer: LetterWriter
    let links: Links
    /// The sender of lists that name none.
    let from: Mailbox

    func confirmation(
        of list: MailingList, to person: RegisteredSubscriber, confirm: String, decline: String, now: Timestamp
    ) throws -> Letter {
        let sender = list.from ?? from
        let bytes = try writer.confirmation(
            list: list, from: sender, to: Mailbox(name: person.name, address: person.address),
            confirmURL: links.confirm(confirm), declineURL: links.decline(decline),
            messageID: SystemMail.messageID(sender), date: now)
        return Letter(kind: .confirmation, recipient: person.address, bytes: bytes)
    }

    func links(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) throws
        -> Letter
    {
        let sender = list.from ?? from
        let bytes = try writer.alreadySubscribed(
            list: list, from: sender, to: Mailbox(name: person.name, address: person.address),
            unsubscribeURL: links.unsubscribe(unsubscribe), messageID: SystemMail.messageID(sender), date: now)
        return Letter(kind: .links, recipient: person.address, bytes: bytes)
    }

    static func messageID(_ from: Mailbox) -> String {
        let random = SecureRandom.bytes(16).map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }
        return random.joined() + "@" + from.address.asciiDomain
    }
}
