import Foundation
import HTTP
import Mail
import Mustache
import Newsletter
import Texts

/// The pages' texts and looks: Mustache templates of one folder, read once, and the words of each language.
struct PageTemplates: Sendable {
    enum Page: String, CaseIterable, Sendable {
        case home, subscribe, question, confirm, decline, unsubscribe, undo, move, links, preferences, archive, feed,
            error
        case checkInbox = "check-inbox"
        case linksSent = "links-sent"
        case badLink = "bad-link"
        case testCopy = "test-copy"

        /// Whether another language may be chosen there: not where a form was sent that would be lost.
        var hasSwitch: Bool {
            switch self {
            case .question, .checkInbox, .linksSent, .badLink, .feed, .error: false
            default: true
            }
        }

        /// Whether it may stand within another site's page: the way into a list, up to the mail.
        var canBeEmbedded: Bool {
            switch self {
            case .subscribe, .question, .checkInbox: true
            default: false
            }
        }

        /// Whether search engines may know of it, in all its languages.
        var isPublic: Bool {
            switch self {
            case .home, .subscribe, .archive: true
            default: false
            }
        }
    }

    /// Where a reader agrees: each place has its own words.
    enum Wording: String, CaseIterable, Sendable {
        case signUp = "t-consent-subscribe"
        case preferences = "t-consent-save"
        /// The form of all lists.
        case several = "t-consent-several"
    }

    let base: BasePath
    let looks: LookPages
    let phrasebook: Phrasebook
    let publicURL: String
    /// Sites that may show the sign-up form within a page of theirs.
    private let embedders: [String]
    private let parts: [String: MustachePartials]
    private let pages: [Page: MustacheTemplate]
    private let consents: [Wording: MustacheTemplate]

    /// - Throws: for a folder or a template that is missing or broken, or wants a text that nobody has, with its place.
    init(
        folder: String, phrasebook: Phrasebook, publicURL: String, looks: any PageLooks, embedders: [String] = []
    ) throws(MustacheError) {
        base = BasePath(publicURL: publicURL)
        let style = folder + "/style.css"
        guard let text = FileManager.default.contents(atPath: style) else {
            throw MustacheError(file: style, line: 1, column: 1, message: "the stylesheet can't be read; restore it")
        }
        self.looks = LookPages(looks: looks, base: base, stylesheet: String(decoding: text, as: UTF8.self))
        self.publicURL = publicURL
        self.embedders = embedders
        self.phrasebook = phrasebook
        let shapes = try MustachePartials(folder: folder)
        let names = Set(shapes.names)
        let included = shapes.inclusions.map(\.name).filter { !$0.hasPrefix(Phrasebook.prefix) }
        for name in Page.allCases.map(\.rawValue) + included where !names.contains(name) {
            throw MustacheError(
                file: "\(folder)/\(name).mustache", line: 1, column: 1,
                message: "this template is missing; copy it from the folder Templates/web that came with the program")
        }
        try phrasebook.check(shapes.inclusions)
        parts = Dictionary(
            uniqueKeysWithValues: phrasebook.languages.map {
                ($0, shapes.joined(with: phrasebook.partials($0, escape: .html)))
            })
        var pages: [Page: MustacheTemplate] = [:]
        for page in Page.allCases {
            let template = try MustacheTemplate("{{>\(page.rawValue)}}", name: page.rawValue)
            _ = try template.render([:], partials: shapes)  // a broken template shows at the start, not to a reader
            pages[page] = template
        }
        self.pages = pages
        var consents: [Wording: MustacheTemplate] = [:]
        for wording in Wording.allCases {
            consents[wording] = try MustacheTemplate("{{>\(wording.rawValue)}}", name: wording.rawValue)
        }
        self.consents = consents
    }

    /// A page with its status; `model` also gets what all pages know.
    /// - Parameters:
    ///   - list: whose look it has; nil: the common one.
    ///   - language: one of the phrasebook's.
    func response(
        _ page: Page, _ model: [String: MustacheValue], _ visit: Visit?, about list: MailingList? = nil,
        in language: String,
        status: Int = 200
    ) throws -> HTTPResponse {
        guard let template = pages[page], let parts = parts[language] else { throw PageError.notFound }
        var common: [String: MustacheValue] = ["base": .text(base.text), "lang": .text(language)]
        common.merge(looks.view(looks.looks.look(of: list))) { _, new in new }
        if let visit, let chosen = visit.language.chosen {
            common["chosen"] = .text(chosen)
            common["lang_query"] = .text("?lang=\(chosen)")
            common["query"] = .text("?lang=\(chosen)")
        }
        let isEmbedded = visit?.isEmbedded == true && page.canBeEmbedded
        if isEmbedded {
            common["embedded"] = true
            common["embed_query"] = "?embed=1"
            common["query"] = .text("?embed=1" + (visit?.language.chosen.map { "&lang=\($0)" } ?? ""))
        }
        // What was typed would be lost on the way to another language.
        if let visit, page.hasSwitch, !isEmbedded, status != 422 {
            common["has_switch"] = true
            common["languages"] = .list(languages(visit, current: language))
            if page.isPublic { common["alternates"] = .list(alternates(visit)) }
        }
        let model = model.merging(common) { own, _ in own }
        var response = HTTPResponse.html(try template.render(.object(model), partials: parts), status: status)
        response.setHeader("Content-Language", language)
        response.setHeader("Vary", "Accept-Language")
        if isEmbedded { response.letItselfBeFramed(by: embedders) }
        return response
    }

    private func languages(_ visit: Visit, current: String) -> [MustacheValue] {
        phrasebook.languages.map { tag in
            [
                "tag": .text(tag), "name": .text(name(of: tag)),
                "url": .text("\(visit.address(in: base.text))?lang=\(tag)"),
                "is_current": .bool(tag == current),
            ]
        }
    }

    /// Every language's own address, and the one that asks the browser (hreflang).
    private func alternates(_ visit: Visit) -> [MustacheValue] {
        let page = visit.address(in: publicURL)
        return phrasebook.languages.map { ["tag": .text($0), "url": .text("\(page)?lang=\($0)")] }
            + [["tag": "x-default", "url": .text(page)]]
    }

    /// What the language calls itself.
    func name(of language: String) -> String {
        guard phrasebook.languages.contains(language) else { return language }
        return
            (try? MustacheTemplate("{{>t-language-name}}").render(
                [:], partials: phrasebook.partials(language, escape: .none))) ?? language
    }

    /// The words that a reader agrees to, exactly as the page shows them, as plain text on one line.
    func wording(_ wording: Wording = .signUp, for list: MustacheValue, in language: String) throws -> String {
        guard let consent = consents[wording] else { throw PageError.notFound }
        let words = phrasebook.partials(language, escape: .none)
        return try consent.render(["list": list], partials: words, escape: .none)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension HTTPResponse {
    /// As strict as every page, but for who may show it in a frame (CSP Level 3 §6.4.2).
    fileprivate mutating func letItselfBeFramed(by origins: [String]) {
        guard !origins.isEmpty,
            let policy = Self.safeDefaults.first(where: { $0.name == "Content-Security-Policy" })?.value
        else { return }
        setHeader(
            "Content-Security-Policy",
            policy.replacing(
                "frame-ancestors 'none'", with: "frame-ancestors \(origins.joined(separator: " "))"))
    }
}
