import Composer
import Mail
import Membership
import Returns
import Settings

/// Sends readers' own words on to the list's owner, or to the admin where no owner is set.
struct OwnerMail: ReturnDesk.Forwarding {
    let from: Mailbox
    let owner: Mailbox?

    init(_ settings: MailerSettings) {
        from = settings.from
        owner = settings.mail.listOwner.map { Mailbox(name: nil, address: $0) } ?? settings.admin
    }

    func letter(forwarding message: [UInt8], by sender: EmailAddress?, subject: String?, now: Timestamp) -> Letter? {
        // The owner's own mail, and ours, would go round and round.
        guard let owner, sender != owner.address, sender != from.address else { return nil }
        let bytes = ForwardedMail(message, author: sender, subject: subject).message(
            from: from, to: owner, messageID: SystemMail.messageID(from), date: now)
        return Letter(kind: .forward, recipient: owner.address, bytes: bytes)
    }
}
