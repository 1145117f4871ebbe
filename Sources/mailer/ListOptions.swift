import Arguments
import Mail
import Newsletter

/// The options that `list create` and `list edit` share.
let listOptions: [Option] = [
    .value("description", "TEXT", "what readers find on the sign-up page"),
    .value("from", "MAILBOX", "the sender, if not the one of the settings"),
    .value("reply-to", "MAILBOX", "where replies go, if not to the sender"),
    .value("postal-address", "TEXT", "stands in each issue's footer"),
    .value("privacy-url", "URL", "the privacy page"),
    .value("language", "TAG", "of its pages and mails, such as en"),
    .value("archive", "KIND", "public or unlisted"),
]

extension MailingList {
    mutating func apply(_ arguments: ParsedArguments) throws {
        if let value = arguments.value("name") { title = value }
        if let value = arguments.value("description") { description = value }
        if let value = try arguments.value("from", Mailbox.init) { from = value }
        if let value = try arguments.value("reply-to", Mailbox.init) { replyTo = value }
        if let value = arguments.value("postal-address") { postalAddress = value }
        if let value = arguments.value("privacy-url") { privacyURL = value }
        if let value = arguments.value("language") { language = value }
        if let value = arguments.value("archive") {
            guard let visibility = ArchiveVisibility(rawValue: value) else {
                throw arguments.badValue(of: "--archive", reason: "it must be public or unlisted")
            }
            archive = visibility
        }
        guard !title.allSatisfy(\.isWhitespace) else {
            throw arguments.badValue(of: "--name", reason: "it must not be empty")
        }
    }
}
