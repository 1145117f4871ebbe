import Composer
import Foundation
import Mail
import Outbox
import Signing

/// An issue as the database has it, ready to be written to its readers.
struct StoredIssue: Sendable {
    let id: Int64
    /// The envelope sender.
    let sender: String
    let dateField: HeaderField
    /// What stands behind the number and the digest in Message-IDs, with its @.
    let messageDomain: String
    /// The issue's own language first.
    private let versions: [ComposedIssue]

    init(_ id: Int64, on desk: any Desk) throws {
        guard let stored = try desk.content(ofIssue: id) else {
            throw Failure(.unavailable, "the issue's content is gone from the database")
        }
        self.id = id
        sender = stored.sender
        messageDomain = String(stored.sender.drop { $0 != "@" })
        dateField = HeaderField("Date", tokens: [stored.date.rfc5322])
        let decoder = JSONDecoder()
        versions = try stored.composed.map { try decoder.decode(ComposedIssue.self, from: Data($0.utf8)) }
    }

    /// The version in the reader's language.
    func version(for reader: Claim.Reader) -> ComposedIssue {
        if versions.count == 1 { return versions[0] }
        return versions[LanguageTag.choice(for: reader.language, of: versions.map(\.language))]
    }

    /// What is the reader's alone in the copy.
    func recipient(
        _ reader: Claim.Reader, of version: ComposedIssue, messageID: String, _ links: Links, _ keys: SecretKeys
    ) throws -> Recipient {
        let unsubscribe = LinkToken(
            purpose: .unsubscribe, subscription: reader.subscription, generation: reader.generation, issuedAt: nil
        ).signed(by: keys)
        let view = ViewToken(subscription: reader.subscription, generation: reader.generation, issue: id)
        return Recipient(
            address: reader.address, name: reader.name,
            attributes: version.usesAttributes ? try StoredIssue.attributes(reader) : [:], messageID: messageID,
            unsubscribeURL: links.unsubscribe(unsubscribe), unsubscribeMailto: links.unsubscribeMailto(unsubscribe),
            viewURL: links.view(view.signed(by: keys)))
    }

    private static func attributes(_ reader: Claim.Reader) throws -> [String: String] {
        do {
            return try JSONDecoder().decode([String: String].self, from: Data(reader.attributes.utf8))
        } catch {
            throw Failure(.unavailable, "a reader's attributes in the database are no JSON object of texts")
        }
    }
}
