import Mail
import Mustache
import Newsletter

/// An issue put through its templates.
struct IssueRendering {
    let subject: SlottedText
    /// With sentinels for what is the reader's.
    let text: SlottedText
    let html: SlottedText
    /// Without a reader.
    let page: SlottedText

    init(
        _ file: IssueFile, _ context: IssueContext, _ language: LanguageTag, _ templates: MailTemplates
    ) throws(ComposeError) {
        var tags = file.tags
        // The logo comes behind the images of the document.
        let logo = templates.look.logo.flatMap { _ in tags.add(.image(file.document.images.count)) }
        let shared = Self.shared(file, context, language)
            .merging(templates.look.data(logoSource: logo.map(String.init) ?? "")) { own, _ in own }
        let constant = { (field: MergeField) -> String? in
            switch field {
            case .language: return language.text
            // A link in an issue changes its own subscription alone: the page mails a fresh link to the rest.
            case .preferencesURL: return context.publicURL + "/links"
            case .list: return Sentinel.strippedLine(context.list.title)
            case .custom(let key):
                guard case .text(let text) = file.custom[key] else { return "" }
                return Sentinel.strippedLine(text)
            case .name, .email, .attribute, .unsubscribeURL, .viewURL: return nil
            }
        }
        let htmlBody = HTMLRenderer(file.document)
        let textBody = TextRenderer(file.document, file.tags, constant: constant)
        let plain = TextCutter(table: tags, escape: .none, constant: constant)
        let markup = TextCutter(table: tags, escape: .html, constant: constant)

        subject = try plain.cut(file.subject)
        do {
            let withReader = Self.htmlData(shared, htmlBody, hasReader: true)
            let withoutReader = Self.htmlData(shared, htmlBody, hasReader: false)
            let words = templates.phrasebook.match(language.text) ?? ""
            text = try plain.cut(
                try templates.text(templates.issue.text, Self.textData(shared, textBody, file), words))
            html = try markup.cut(try templates.styledHTML(templates.issue.html, withReader, words))
            page = try markup.cut(try templates.styledHTML(templates.issue.html, withoutReader, words))
        } catch let error as ComposeError {
            throw error
        } catch {
            throw ComposeError("\(error)")
        }
    }

    private static func shared(
        _ file: IssueFile, _ context: IssueContext, _ language: LanguageTag
    ) -> [String: MustacheValue] {
        let postalLines = (context.list.postalAddress ?? "").split(whereSeparator: \.isNewline)
        return [
            "subject": .text(file.subject),
            "preheader": .text(file.preheader ?? ""),
            "language": .text(language.text),
            "direction": .text(language.direction),
            "list_title": .text(Sentinel.strippedLine(context.list.title)),
            "month": file.date.map { .text(language.month(of: $0)) } ?? .null,
            "archive_url": .text(context.archiveURL),
            "past_issues_url": .text(context.pastIssuesURL),
            "subscribe_url": .text(context.subscribeURL),
            "privacy_url": .text(Sentinel.strippedLine(context.list.privacyURL ?? "")),
            "postal_lines": .list(postalLines.map { .text(Sentinel.stripped(String($0))) }),
            "custom": .object(file.custom),
        ]
    }

    private static func textData(
        _ shared: [String: MustacheValue], _ body: TextRenderer, _ file: IssueFile
    ) -> [String: MustacheValue] {
        var data = shared
        let heading = body.underlined(file.subject, with: "=").map { $0.encoded(file.tags) }
        data["heading"] = .text(heading.joined(separator: "\n"))
        data["body"] = .text(body.text)
        data["notes"] = .text(body.notes)
        data["reader"] = reader
        return data
    }

    private static func htmlData(
        _ shared: [String: MustacheValue], _ body: HTMLRenderer, hasReader: Bool
    ) -> [String: MustacheValue] {
        var data = shared
        data["body"] = .text(body.html)
        data["sections"] = .list(
            body.sections.enumerated().map { index, section in
                ["title": .text(section.title), "anchor": .text(section.anchor), "is_first": .bool(index == 0)]
            })
        // One section needs no bar to find it.
        let hasSections = body.sections.count > 1
        data["has_sections"] = .bool(hasSections)
        data["has_bar"] = .bool(hasSections || shared["month"] != .null)
        if hasReader { data["reader"] = reader }
        return data
    }

    private static let reader: MustacheValue = [
        "address": .text(String(TagTable.email)),
        "unsubscribe_url": .text(String(TagTable.unsubscribeURL)),
        "view_url": .text(String(TagTable.viewURL)),
    ]
}
