import Mail
import Mustache
import Newsletter

/// The data of an issue's templates, from an issue file and its context.
struct IssueRendering {
    let subject: String
    private let shared: [String: MustacheValue]
    private let htmlBody: HTMLRenderer
    private let textBody: TextRenderer

    init(file: IssueFile, context: IssueContext, language: LanguageTag) {
        subject = Slot.strippedLine(file.subject)
        htmlBody = HTMLRenderer(file.blocks)
        textBody = TextRenderer(file.blocks)
        let postalLines = (context.postalAddress ?? "").split(whereSeparator: \.isNewline)
        shared = [
            "subject": .text(subject),
            "preheader": .text(Slot.strippedLine(file.preheader ?? "")),
            "language": .text(language.text),
            "direction": .text(language.direction),
            "list_title": .text(Slot.strippedLine(context.list.title)),
            "month": file.date.map { .text(language.month(of: $0)) } ?? .null,
            "archive_url": .text(context.archiveURL),
            "past_issues_url": .text(context.pastIssuesURL),
            "subscribe_url": .text(context.subscribeURL),
            "privacy_url": .text(Slot.strippedLine(context.list.privacyURL ?? "")),
            "postal_lines": .list(postalLines.map { .text(Slot.stripped(String($0))) }),
        ]
    }

    /// With sentinels for what is the reader's.
    func html(_ templates: MailTemplates) throws(TemplateError) -> String {
        try templates.html(templates.issue.html, htmlData(reader: true))
    }

    /// Without a reader.
    func webPage(_ templates: MailTemplates) throws(TemplateError) -> String {
        try templates.html(templates.issue.html, htmlData(reader: false))
    }

    /// With sentinels for what is the reader's.
    func text(_ templates: MailTemplates) throws(TemplateError) -> String {
        var data = shared
        data["heading"] = .text(TextRenderer.underlined(subject, with: "=").joined(separator: "\n"))
        data["body"] = .text(Slot.stripped(textBody.text))
        data["notes"] = .text(Slot.stripped(textBody.notes))
        data["reader"] = reader
        return try templates.text(templates.issue.text, .object(data))
    }

    private func htmlData(reader isForReader: Bool) -> MustacheValue {
        var data = shared
        data["body"] = .text(Slot.stripped(htmlBody.html))
        data["sections"] = .list(
            htmlBody.sections.enumerated().map { index, section in
                [
                    "title": .text(Slot.stripped(section.title)), "anchor": .text(section.anchor),
                    "is_first": .bool(index == 0),
                ]
            })
        // One section needs no bar to find it.
        let hasSections = htmlBody.sections.count > 1
        data["has_sections"] = .bool(hasSections)
        data["has_bar"] = .bool(hasSections || shared["month"] != .null)
        if isForReader { data["reader"] = reader }
        return .object(data)
    }

    private var reader: MustacheValue {
        [
            "address": .text(String(Slot.address.sentinel)),
            "unsubscribe_url": .text(String(Slot.unsubscribeURL.sentinel)),
        ]
    }
}
