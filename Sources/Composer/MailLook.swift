import Foundation
import HTML
import Mustache
import Themes

/// A theme laid over the mail templates' style sheet: what templates get to know of it, and the styles that go into elements.
struct MailLook: Sendable {
    let logo: Logo?
    private let theme: Theme
    private let inliner: StyleInliner

    /// The theme's logo as a file of mails.
    struct Logo: Sendable {
        let image: MediaFile
        let alternative: String
        let width: Int
    }

    /// - Parameter stylesheet: the path of `style.css`.
    init(theme: Theme, stylesheet path: String) throws(TemplateError) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw TemplateError(
                "\(path): the style sheet is missing or can't be read; restore it from the installation")
        }
        guard let source = String(validating: bytes, as: UTF8.self) else {
            throw TemplateError("\(path): the style sheet isn't UTF-8; save it with that encoding")
        }
        self.theme = theme
        logo = theme.logo.flatMap { logo in
            MediaFile(logo.bytes).map { Logo(image: $0, alternative: logo.alternative, width: logo.width) }
        }
        do {
            let sheet = try Stylesheet(Sentinel.stripped(source))
            try Self.refuseFonts(sheet.items)
            let variables = StylesheetVariables(light: theme.variables, dark: theme.darkVariables)
            inliner = StyleInliner(try variables.applied(to: sheet))
        } catch {
            throw TemplateError("\(path):\(error)")
        }
        if let line = inliner.heads.joined().split(separator: "\n").first(where: { $0.contains("</") }) {
            throw TemplateError("\(path): \"\(line)\" would end the style element; remove the </ from it")
        }
    }

    private static func refuseFonts(_ items: [Stylesheet.Item]) throws(CSSError) {
        for case .other(let name, _, let line) in items where name == "font-face" || name == "import" {
            throw CSSError(
                line: line, column: 1,
                message: "@\(name) makes mail programs fetch a file, which most refuse; name fonts in the theme instead"
            )
        }
    }

    /// What the layout asks for.
    /// - Parameter logoSource: the address of the logo, where there is one.
    func data(logoSource: String) -> [String: MustacheValue] {
        [
            "styles": .list(inliner.heads.map { .text($0) }),
            "outlook_font": .text(theme.font.forOutlook),
            "outlook_heading_font": .text(theme.headingFont.forOutlook),
            "width": .text("\(theme.width)"),
            "logo": logo.map { logo in
                [
                    "source": .text(logoSource), "alt": .text(logo.alternative), "width": .text("\(logo.width)"),
                ]
            } ?? .null,
        ]
    }

    /// The page with the style sheet in its elements.
    func inlined(_ html: String) throws(TemplateError) -> String {
        do {
            return try inliner.inlined(html)
        } catch {
            throw TemplateError(error.description)
        }
    }
}
