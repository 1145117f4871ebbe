import Composer
import Mail
import Membership
import Newsletter
import Signing

/// Tells the admin by mail when an issue is finished, was paused, or waits for a word on copies in doubt. What was told
/// is written down in the same transaction as the letter, so that nothing is told twice or forgotten.
struct Announcer {
    let desk: any Desk
    let from: Mailbox
    /// Nil: nobody is told, neither now nor when there is somebody one day.
    let admin: Mailbox?
    let links: Links

    func announce(now: Timestamp) throws {
        // A look first: most of the time there is nothing, and looking takes no lock.
        guard try !desk.unannouncedIssues().isEmpty else { return }
        try desk.transaction {
            for issue in try desk.unannouncedIssues() {
                if let admin { try desk.enqueue(letter(about: issue, to: admin, now: now), now: now) }
                try desk.markAnnounced(issue)
            }
        }
    }

    private func letter(about issue: Issue, to admin: Mailbox, now: Timestamp) throws -> Letter {
        let model = IssueModel(issue, try desk.counts(of: issue))
        let bytes = Notice(subject: subject(issue), text: text(issue, model)).message(
            from: from, to: admin, messageID: SystemMail.messageID(from), date: now)
        return Letter(kind: .notice, recipient: admin.address, bytes: bytes)
    }

    private func subject(_ issue: Issue) -> String {
        let name = "\(issue.list.text)/\(issue.slug.text)"
        return switch issue.state {
        case .paused: "\(name) is paused: it needs you"
        case .sending: "\(name) waits for your word"
        default: "\(name) is sent"
        }
    }

    private func text(_ issue: Issue, _ model: IssueModel) -> String {
        let name = "\(issue.list.text)/\(issue.slug.text)"
        let next =
            switch issue.state {
            case .paused: "When the cause is mended:\n\n    mailer issue resume \(name)\n"
            case .sending:
                "Nobody knows whether the uncertain copies arrived; the relay's log may tell. To send them again:\n\n"
                    + "    mailer issue resolve \(name) --resend\n\nTo take them for sent:\n\n"
                    + "    mailer issue resolve \(name) --accept\n"
            default:
                "Who got it and who did not:\n\n    mailer report \(name)\n\n\(links.archive(issue.list.text))/\(issue.slug.text)\n"
            }
        return model.lines + "\n\n" + next
    }
}
