import Composer
import Mail
import Membership
import Newsletter
import Signing

/// Writes the letters that Membership asks for: tokens become links, and the composer the mail.
struct SystemMail: Correspondence {
    let looks: Looks
    let links: Links
    /// The sender of lists that name none.
    let from: Mailbox

    func confirmation(
        of lists: [MailingList], to person: RegisteredSubscriber, confirm: String, decline: String, now: Timestamp
    ) throws -> Letter {
        try letter(.confirmation, lists[0], person) { writer, sender, recipient, messageID in
            try writer.confirmation(
                lists: lists, from: sender, to: recipient, language: person.language,
                confirmURL: links.confirm(confirm),
                declineURL: links.decline(decline), messageID: messageID, date: now)
        }
    }

    func welcome(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) throws
        -> Letter
    {
        try letter(.welcome, list, person) { writer, sender, recipient, messageID in
            try writer.welcome(
                list: list, from: sender, to: recipient, language: person.language,
                unsubscribeURL: links.unsubscribe(unsubscribe), linksURL: links.publicURL + "/links",
                archiveURL: list.archive == .public ? links.archive(list.name.text) : nil, messageID: messageID,
                date: now)
        }
    }

    func links(
        of list: MailingList, to person: RegisteredSubscriber, preferences: String, lists: [OwnSubscription],
        now: Timestamp
    ) throws -> Letter {
        try letter(.links, list, person) { writer, sender, recipient, messageID in
            try writer.links(
                list: list, from: sender, to: recipient, language: person.language,
                preferencesURL: links.preferences(preferences),
                lists: lists.map { ($0.list.title, links.unsubscribe($0.unsubscribe)) }, messageID: messageID,
                date: now)
        }
    }

    func goodbye(of list: MailingList, to person: RegisteredSubscriber, undo: String, now: Timestamp) throws -> Letter {
        try letter(.goodbye, list, person) { writer, sender, recipient, messageID in
            try writer.goodbye(
                list: list, from: sender, to: recipient, language: person.language, undoURL: links.undo(undo),
                messageID: messageID, date: now)
        }
    }

    func move(of list: MailingList, to person: RegisteredSubscriber, confirm: String, now: Timestamp) throws -> Letter {
        try letter(.move, list, person) { writer, sender, recipient, messageID in
            try writer.move(
                list: list, from: sender, to: recipient, language: person.language, confirmURL: links.confirm(confirm),
                messageID: messageID,
                date: now)
        }
    }

    func moved(of list: MailingList, from person: RegisteredSubscriber, now: Timestamp) throws -> Letter {
        try letter(.moved, list, person) { writer, sender, recipient, messageID in
            try writer.moved(
                list: list, from: sender, to: recipient, language: person.language, messageID: messageID, date: now)
        }
    }

    func probe(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) throws
        -> Letter
    {
        try letter(.probe, list, person) { writer, sender, recipient, messageID in
            try writer.probe(
                list: list, from: sender, to: recipient, language: person.language,
                unsubscribeURL: links.unsubscribe(unsubscribe),
                messageID: messageID, date: now)
        }
    }

    private func letter(
        _ kind: Letter.Kind, _ list: MailingList, _ person: RegisteredSubscriber,
        _ write: (_ writer: LetterWriter, _ sender: Mailbox, _ recipient: Mailbox, _ messageID: String) throws ->
            [UInt8]
    ) throws -> Letter {
        let sender = list.from ?? from
        let recipient = Mailbox(name: person.name, address: person.address)
        let bytes = try write(looks.letterWriter(for: list), sender, recipient, SystemMail.messageID(sender))
        return Letter(kind: kind, recipient: person.address, bytes: bytes)
    }

    static func messageID(_ from: Mailbox) -> String {
        let random = SecureRandom.bytes(16).map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }
        return random.joined() + "@" + from.address.asciiDomain
    }
}
