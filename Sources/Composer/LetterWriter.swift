import Foundation
import Mail
import Mustache
import Newsletter

/// Writes the mails that the program sends on its own to one person.
///
/// They carry `Auto-Submitted` (RFC 3834 §5), so that no auto-responder answers them, and no List-* fields: nobody has
/// subscribed to them. `language` is the reader's; what has no words there is said in the list's.
public struct LetterWriter: Sendable {
    private let templates: MailTemplates

    public init(templates: MailTemplates) {
        self.templates = templates
    }

    /// "Please confirm": `confirmURL` completes a subscription, `declineURL` says that someone else asked for it.
    /// - Parameter lists: one or more; the first sends.
    public func confirmation(
        lists: [MailingList], from: Mailbox, to recipient: Mailbox, language: String?, confirmURL: String,
        declineURL: String,
        messageID: String,
        date: Timestamp
    ) throws(TemplateError) -> [UInt8] {
        try write(
            templates.confirmation, list: lists[0], from: from, to: recipient, language: language, messageID: messageID,
            date: date,
            [
                "confirm_url": .text(confirmURL), "decline_url": .text(declineURL),
                "several": .bool(lists.count > 1),
                "lists": .list(lists.map { ["title": .text(Sentinel.strippedLine($0.title))] }),
            ])
    }

    /// "Welcome": how to leave, where to change things, and what was sent before.
    /// - Parameter archiveURL: nil for a list without public past issues.
    public func welcome(
        list: MailingList, from: Mailbox, to recipient: Mailbox, language: String?, unsubscribeURL: String,
        linksURL: String, archiveURL: String?, messageID: String, date: Timestamp
    ) throws(TemplateError) -> [UInt8] {
        try write(
            templates.welcome, list: list, from: from, to: recipient, language: language, messageID: messageID,
            date: date,
            [
                "unsubscribe_url": .text(unsubscribeURL), "links_url": .text(linksURL),
                "archive_url": archiveURL.map { .text($0) } ?? .null,
            ])
    }

    /// "Your links": what the recipient receives, each with its own way out, and the page where everything can be changed. The
    /// answer to a request that a stranger may have made.
    /// - Parameter lists: titles, and the links that unsubscribe.
    public func links(
        list: MailingList, from: Mailbox, to recipient: Mailbox, language: String?, preferencesURL: String,
        lists: [(title: String, unsubscribeURL: String)], messageID: String, date: Timestamp
    ) throws(TemplateError) -> [UInt8] {
        try write(
            templates.links, list: list, from: from, to: recipient, language: language, messageID: messageID,
            date: date,
            [
                "preferences_url": .text(preferencesURL),
                "lists": .list(
                    lists.map {
                        ["title": .text(Sentinel.strippedLine($0.title)), "unsubscribe_url": .text($0.unsubscribeURL)]
                    }),
            ])
    }

    /// "You have left": `undoURL` is the way back.
    public func goodbye(
        list: MailingList, from: Mailbox, to recipient: Mailbox, language: String?, undoURL: String, messageID: String,
        date: Timestamp
    ) throws(TemplateError) -> [UInt8] {
        try write(
            templates.goodbye, list: list, from: from, to: recipient, language: language, messageID: messageID,
            date: date,
            ["undo_url": .text(undoURL)])
    }

    /// "Is this your new address?", to the new one.
    public func move(
        list: MailingList, from: Mailbox, to recipient: Mailbox, language: String?, confirmURL: String,
        messageID: String,
        date: Timestamp
    ) throws(TemplateError) -> [UInt8] {
        try write(
            templates.move, list: list, from: from, to: recipient, language: language, messageID: messageID, date: date,
            ["confirm_url": .text(confirmURL)])
    }

    /// "Your address is another now", to the old one. It does not say which.
    public func moved(
        list: MailingList, from: Mailbox, to recipient: Mailbox, language: String?, messageID: String, date: Timestamp
    ) throws(TemplateError) -> [UInt8] {
        try write(
            templates.moved, list: list, from: from, to: recipient, language: language, messageID: messageID,
            date: date, [:])
    }

    /// "Are you still there?": mail to the address came back. There is nothing to do; `unsubscribeURL` is for who would leave.
    public func probe(
        list: MailingList, from: Mailbox, to recipient: Mailbox, language: String?, unsubscribeURL: String,
        messageID: String, date: Timestamp
    ) throws(TemplateError) -> [UInt8] {
        try write(
            templates.probe, list: list, from: from, to: recipient, language: language, messageID: messageID,
            date: date,
            ["unsubscribe_url": .text(unsubscribeURL)])
    }

    private func write(
        _ letter: MailTemplates.Letter, list: MailingList, from: Mailbox, to recipient: Mailbox, language: String?,
        messageID: String,
        date: Timestamp, _ links: [String: MustacheValue]
    ) throws(TemplateError) -> [UInt8] {
        let book = templates.phrasebook
        let words = [language, list.language].compactMap { $0 }.lazy.compactMap(book.match).first ?? book.languages[0]
        let postalLines = (list.postalAddress ?? "").split(whereSeparator: \.isNewline)
        var data = links
        data["list_title"] = .text(Sentinel.strippedLine(list.title))
        data["address"] = .text(recipient.address.text)
        data["language"] = .text(words)
        data["direction"] = .text(LanguageTag(words)?.direction ?? "ltr")
        data["privacy_url"] = .text(Sentinel.strippedLine(list.privacyURL ?? ""))
        data["postal_lines"] = .list(postalLines.map { .text(String($0)) })

        let subject = Sentinel.strippedLine(try templates.text(letter.subject, data, words))
        data["subject"] = .text(subject)
        let text = SlottedText(Self.wrapped(try templates.text(letter.body.text, data, words)))
        var digest = ContentDigest()
        digest.add(messageID)
        let logo = templates.look.logo.map { logo in
            ComposedIssue.StoredFile(
                name: logo.image.name, type: logo.image.type, url: "", bytes: Data(logo.image.bytes))
        }
        let domain = "\(digest.text.prefix(8)).mailer"
        data.merge(templates.look.data(logoSource: logo.map { "cid:\($0.name)@\(domain)" } ?? "")) { own, _ in own }
        let html = SlottedText(try templates.styledHTML(letter.body.html, data, words))
        let body = EncodedBody(
            text: text, html: html, inline: logo.map { [$0.inline(domain: domain)] } ?? [], seed: digest.text)
        let mailbox = Mailbox(name: recipient.name.map(ReaderText.header), address: recipient.address)
        let fields =
            [
                HeaderField("Date", tokens: [date.rfc5322]),
                HeaderField("Message-ID", tokens: ["<\(messageID)>"]),
                HeaderField("From", mailbox: from),
                HeaderField("To", mailbox: mailbox),
                HeaderField("Subject", text: subject),
                HeaderField("Auto-Submitted", tokens: ["auto-generated"]),
            ] + body.header
        var bytes = fields.flatMap(\.bytes)
        body.fill(into: &bytes) { _ in "" }
        return bytes
    }

    /// As wide as the text of an issue, where words allow.
    private static func wrapped(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [Substring] in
            guard line.count > TextRenderer.width else { return [line] }
            var lines: [String] = []
            var current = ""
            for word in line.split(separator: " ") {
                if !current.isEmpty, current.count + 1 + word.count > TextRenderer.width {
                    lines.append(current)
                    current = ""
                }
                current += (current.isEmpty ? "" : " ") + word
            }
            return (lines + [current]).map { $0[...] }
        }
        return lines.joined(separator: "\n")
    }
}
