import HTTP
import Mustache

/// The pages' texts and looks: Mustache templates and the stylesheet of one folder, read once.
struct PageTemplates: Sendable {
    enum Page: String, CaseIterable, Sendable {
        case home, subscribe, question, confirm, decline, unsubscribe, undo, move, links, preferences, archive, error
        case checkInbox = "check-inbox"
        case linksSent = "links-sent"
        case badLink = "bad-link"
        case testCopy = "test-copy"
    }

    let base: BasePath
    private let parts: MustachePartials
    private let pages: [Page: MustacheTemplate]
    private let consents: [Wording: MustacheTemplate]

    /// Where a reader agrees: each place has its own words.
    enum Wording: String, CaseIterable, Sendable {
        case signUp = "wording"
        case preferences = "wording-save"
    }

    /// - Throws: for a folder or a template that is missing or broken, with its place.
    init(folder: String, base: BasePath) throws(MustacheError) {
        self.base = base
        parts = try MustachePartials(folder: folder)
        let names = Set(parts.names)
        for name in Page.allCases.map(\.rawValue) + [
            "layout", "form", "email-field", "guard", "wording", "wording-save", "month",
        ]
        where !names.contains(name) {
            throw MustacheError(
                file: "\(folder)/\(name).mustache", line: 1, column: 1,
                message: "this template is missing; copy it from the folder Templates/web that came with the program")
        }
        var pages: [Page: MustacheTemplate] = [:]
        for page in Page.allCases {
            let template = try MustacheTemplate("{{>\(page.rawValue)}}", name: page.rawValue)
            _ = try template.render([:], partials: parts)  // a broken template shows at the start, not to a reader
            pages[page] = template
        }
        self.pages = pages
        var consents: [Wording: MustacheTemplate] = [:]
        for wording in Wording.allCases {
            consents[wording] = try MustacheTemplate("{{>\(wording.rawValue)}}", name: wording.rawValue)
        }
        self.consents = consents
    }

    /// A page with its status; `model` also gets `base`, which links begin with.
    func response(_ page: Page, _ model: [String: MustacheValue], status: Int = 200) throws -> HTTPResponse {
        guard let template = pages[page] else { throw PageError.notFound }
        let model = model.merging(["base": .text(base.text)]) { own, _ in own }
        return .html(try template.render(.object(model), partials: parts), status: status)
    }

    /// The words that a reader agrees to, exactly as the page shows them, as plain text on one line.
    func wording(_ wording: Wording = .signUp, for list: MustacheValue) throws -> String {
        guard let consent = consents[wording] else { throw PageError.notFound }
        return try consent.render(["list": list], partials: parts, escape: .none)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
