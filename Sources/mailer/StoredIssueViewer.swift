import Composer
import Mail
import Outbox
import Signing
import Synchronization
import Web

/// The pages behind the links to a reader's own copy.
final class StoredIssueViewer: IssueViewer {
    private let desk: any Desk
    private let keys: SecretKeys
    private let links: Links
    /// Most visits are to the issue that went out last.
    private let latest = Mutex<StoredIssue?>(nil)

    init(desk: any Desk, keys: SecretKeys, links: Links) {
        self.desk = desk
        self.keys = keys
        self.links = links
    }

    func page(for text: String) throws -> String? {
        guard let token = ViewToken.verify(text, keys: keys),
            let found = try desk.reader(ofIssue: token.issue, subscription: token.subscription)
        else { return nil }
        // The links on the page can do no more than those of the mail: they are of the same generation.
        let reader = Claim.Reader(
            subscription: found.subscription, generation: token.generation, address: found.address, name: found.name,
            language: found.language, attributes: found.attributes)
        let issue = try issue(token.issue)
        let version = issue.version(for: reader)
        let recipient = try issue.recipient(reader, of: version, messageID: "", links, keys)
        return version.page(for: recipient, images: .hosted)
    }

    private func issue(_ id: Int64) throws -> StoredIssue {
        if let known = latest.withLock({ $0 }), known.id == id { return known }
        let issue = try StoredIssue(id, on: desk)
        latest.withLock { $0 = issue }
        return issue
    }
}
