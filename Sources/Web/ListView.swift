import Mustache
import Newsletter

extension MailingList {
    /// What templates may show of a list.
    var view: MustacheValue {
        [
            "name": .text(name.text),
            "title": .text(title),
            "description": .text(description),
            "language": .text(language),
            "postal_address": postalAddress.map { .text($0) } ?? .null,
            "privacy_url": privacyURL.map { .text($0) } ?? .null,
            "has_public_archive": .bool(archive == .public),
        ]
    }
}
