import Foundation
import Mustache
import Texts
import Themes

/// The templates of mails, read and parsed once: `Templates/mail`. Their words are the phrasebook's.
///
/// Each mail has NAME.html.mustache and NAME.text.mustache, letters also NAME.subject.mustache; other files are partials.
public struct MailTemplates: Sendable {
    let issue: Pair
    let confirmation: Letter
    let welcome: Letter
    let links: Letter
    let goodbye: Letter
    let move: Letter
    let moved: Letter
    let probe: Letter

    let phrasebook: Phrasebook
    let look: MailLook
    private let partials: MustachePartials

    /// The two sides of a mail.
    struct Pair: Sendable {
        let html: MustacheTemplate
        let text: MustacheTemplate
    }

    /// A mail to one person.
    struct Letter: Sendable {
        let subject: MustacheTemplate
        let body: Pair
    }

    /// Reads all templates of `folder`; throws for the first that is missing or broken, or wants a text that nobody has.
    public init(folder: String, phrasebook: Phrasebook, theme: Theme) throws(TemplateError) {
        self.phrasebook = phrasebook
        look = try MailLook(theme: theme, stylesheet: folder + "/style.css")
        let pair = { (name: String) throws(TemplateError) in
            Pair(html: try Self.load(folder, "\(name).html"), text: try Self.load(folder, "\(name).text"))
        }
        let letter = { (name: String) throws(TemplateError) in
            Letter(subject: try Self.load(folder, "\(name).subject"), body: try pair(name))
        }
        issue = try pair("issue")
        confirmation = try letter("confirmation")
        welcome = try letter("welcome")
        links = try letter("links")
        goodbye = try letter("goodbye")
        move = try letter("move")
        moved = try letter("moved")
        probe = try letter("probe")
        do {
            partials = try MustachePartials(folder: folder)
            try phrasebook.check(inclusions)
        } catch {
            throw TemplateError(error)
        }
    }

    /// What all templates include by name.
    public var inclusions: [MustacheTemplate.IncludedName] {
        let letters = [confirmation, welcome, links, goodbye, move, moved, probe]
        let pairs = [issue] + letters.map(\.body)
        let templates = pairs.flatMap { [$0.html, $0.text] } + letters.map(\.subject)
        return partials.inclusions + templates.flatMap(\.inclusions)
    }

    /// With the style sheet in its elements.
    /// - Parameter language: one of the phrasebook's; English for any other.
    func styledHTML(
        _ template: MustacheTemplate, _ data: [String: MustacheValue], _ language: String
    ) throws(TemplateError) -> String {
        try look.inlined(render(template, data, language, .html))
    }

    func text(
        _ template: MustacheTemplate, _ data: [String: MustacheValue], _ language: String
    ) throws(TemplateError) -> String {
        try render(template, data, language, .none)
    }

    private func render(
        _ template: MustacheTemplate, _ data: [String: MustacheValue], _ language: String, _ escape: MustacheEscape
    ) throws(TemplateError) -> String {
        var data = data
        data["is_html"] = .bool(escape == .html)
        do {
            return try template.render(
                .object(data), partials: partials.joined(with: phrasebook.partials(language, escape: escape)),
                escape: escape)
        } catch {
            throw TemplateError(error)
        }
    }

    private static func load(_ folder: String, _ name: String) throws(TemplateError) -> MustacheTemplate {
        let path = "\(folder)/\(name).mustache"
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw TemplateError("\(path): the template is missing or can't be read; restore it from the installation")
        }
        guard let source = String(validating: bytes, as: UTF8.self) else {
            throw TemplateError("\(path): the template isn't UTF-8; save it with that encoding")
        }
        do {
            return try MustacheTemplate(Sentinel.stripped(source), name: path)
        } catch {
            throw TemplateError(error)
        }
    }
}

/// A mail template that is missing or broken, in one line that names the file.
public struct TemplateError: Error, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    init(_ error: MustacheError) {
        description = error.description
    }
}
