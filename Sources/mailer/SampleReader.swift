import Composer
import Mail
import Web

/// Somebody who is subscribed to nothing, and gets an issue as a reader would: for previews, checks and tests.
enum SampleReader {
    /// The links explain what they are and change nothing; nobody reads mail about unsubscribing from here.
    static func recipient(_ mailbox: Mailbox, messageID: String, _ links: Links) -> Recipient {
        Recipient(
            address: mailbox.address, name: mailbox.name, messageID: messageID,
            unsubscribeURL: links.unsubscribe(PublicSite.testCopy), viewURL: links.view(PublicSite.testCopy))
    }

    static func madeUp(_ issue: IssueComposing, _ links: Links) throws -> Recipient {
        recipient(
            Mailbox(name: "Sample Reader", address: try EmailAddress("reader@example.org")),
            messageID: "preview@\(issue.from.address.asciiDomain)", links)
    }
}
