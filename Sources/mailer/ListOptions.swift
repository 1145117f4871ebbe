import Arguments
import Composer
import Mail
import Newsletter
import Settings

/// The options that `list create` and `list edit` share.
let listOptions: [Option] = [
    .value("description", "TEXT", "what readers find on the sign-up page"),
    .value("from", "MAILBOX", "the sender, if not the one of the settings"),
    .value("reply-to", "MAILBOX", "where replies go, if not to the sender"),
    .value("postal-address", "TEXT", "stands in each issue's footer"),
    .value("privacy-url", "URL", "the privacy page"),
    .value("language", "TAG", "of its pages and mails, such as en"),
    .value("archive", "KIND", "public or unlisted"),
    .value("theme", "NAME", "the look of its mails, if not that of the settings; default for that"),
    .value("welcome", "WORD", "yes or no: a letter to who has confirmed"),
    .value("relay", "NAMES", "the relays of the settings that its issues go by, with commas, or any"),
]

extension MailingList {
    mutating func apply(_ arguments: ParsedArguments, _ session: Session) throws {
        if let names = arguments.value("relay") {
            if names != "any" { try ListRelay.check(names, session.settings()) }
            relay = names == "any" ? nil : names
        }
        if let value = try arguments.value("name", ListOptions.line) { title = value }
        if let value = arguments.value("description") { description = value }
        if let value = try arguments.value("from", Mailbox.init) { from = value }
        if let value = try arguments.value("reply-to", Mailbox.init) { replyTo = value }
        if let value = arguments.value("postal-address") { postalAddress = value }
        if let value = try arguments.value("privacy-url", ListOptions.webAddress) { privacyURL = value }
        if let value = try arguments.value("language", ListOptions.languageTag) { language = value }
        if let value = arguments.value("archive") {
            guard let visibility = ArchiveVisibility(rawValue: value) else {
                throw arguments.badValue(of: "--archive", reason: "it must be public or unlisted")
            }
            archive = visibility
        }
        if let value = try arguments.value("theme", ThemeName.init)?.text { theme = value == "default" ? nil : value }
        if let value = try arguments.value("welcome", ListOptions.yesOrNo) { sendsWelcome = value }
    }
}

/// What the values of a list's options must be.
private enum ListOptions {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// A title: it stands in headers, on pages and in the consent record.
    static func line(_ text: String) throws -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
            default: scalar != "\u{FFFD}"
            }
        }
        guard isPlain, text.count <= 200, !text.allSatisfy(\.isWhitespace) else {
            throw Problem(description: "it must be one line of 1 to 200 characters, without control characters")
        }
        return text
    }

    static func webAddress(_ text: String) throws -> String {
        let isWeb = ["http://", "https://"].contains { text.lowercased().hasPrefix($0) && text.count > $0.count }
        guard isWeb,
            text.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) && !"<>\"".unicodeScalars.contains($0) })
        else { throw Problem(description: "it must be a web address such as https://example.org/privacy") }
        return text
    }

    static func yesOrNo(_ text: String) throws -> Bool {
        guard ["yes", "no"].contains(text) else { throw Problem(description: "it must be yes or no") }
        return text == "yes"
    }

    static func languageTag(_ text: String) throws -> String {
        guard LanguageTag(text) != nil else {
            throw Problem(description: "it must be a language tag such as en, es or pt-BR")
        }
        return text
    }
}
