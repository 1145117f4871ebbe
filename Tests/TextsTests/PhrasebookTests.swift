import Composer
import Foundation
import Mustache
import Testing
import Texts
import Themes
import YAML

@Suite struct PhrasebookTests {
    static let templates = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Templates")
        .standardizedFileURL.path

    private func shipped(own: String? = nil) throws -> Phrasebook {
        try Phrasebook(folder: Self.templates + "/texts", own: own)
    }

    private func text(_ name: String, _ language: String, _ book: Phrasebook, _ data: MustacheValue = [:]) throws
        -> String
    {
        try MustacheTemplate("{{>t-\(name)}}").render(data, partials: book.partials(language, escape: .none))
    }

    /// What an organisation's own folder with one file leads to.
    private func overlaid(_ language: String, _ yaml: String) throws -> Phrasebook {
        let folder = FileManager.default.temporaryDirectory.appending(path: "texts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(yaml.utf8).write(to: folder.appending(path: "\(language).yaml"))
        return try shipped(own: folder.path)
    }

    @Test func theShippedLanguagesAreComplete() throws {
        #expect(try shipped().languages == ["en", "es", "fr", "pt"])
    }

    @Test func noTextIsMissingAndNoneIsUnused() throws {
        let book = try shipped()
        let web = try MustachePartials(folder: Self.templates + "/web").inclusions
        let theme = try Theme(file: Self.templates + "/themes/plain.yaml")
        let mail = try MailTemplates(folder: Self.templates + "/mail", phrasebook: book, theme: theme).inclusions
        // Named by data: the months. Named by the program: what is agreed to, and the language's name.
        let named =
            (1...12).map { "t-date-month-\($0)" } + ["t-language-name"]
        let inTexts = ["t-date-full"]
        let used = Set((web + mail).map(\.name).filter { $0.hasPrefix("t-") } + named + inTexts)
        #expect(Set(book.names).subtracting(used).sorted() == [])
        #expect(used.subtracting(book.names).sorted() == [])
    }

    @Test(arguments: [
        ("en", "3 February 2020"), ("es", "3 de febrero de 2020"), ("pt", "3 de fevereiro de 2020"),
        ("fr", "3 février 2020"),
    ])
    func datesFollowTheLanguage(language: String, date: String) throws {
        let day: MustacheValue = ["day": 3, "month": "t-date-month-2", "year": 2020]
        #expect(try text("date-full", language, shipped(), day) == date)
    }

    @Test func theFirstDayOfAMonthIsOrdinalInFrench() throws {
        let day: MustacheValue = ["day": 1, "first": true, "month": "t-date-month-1", "year": 2020]
        #expect(try text("date-full", "fr", shipped(), day) == "1er janvier 2020")
    }

    @Test func wordsAreEscapedAsDataIs() throws {
        let book = try overlaid(
            "es", "form:\n  name: \"<b>R&D</b> \\\"x\\\" {{list.title}}\"\n".replacing(" {{list.title}}", with: ""))
        let page = try MustacheTemplate("{{>t-form-name}}").render([:], partials: book.partials("es", escape: .html))
        #expect(page == "&lt;b&gt;R&amp;D&lt;/b&gt; &quot;x&quot;")
        #expect(try text("form-name", "es", book) == "<b>R&D</b> \"x\"")
    }

    @Test func oneTextCanBeReplaced() throws {
        let book = try overlaid("pt", "form:\n  subscribe: Assinar\n")
        #expect(try text("form-subscribe", "pt", book) == "Assinar")
        #expect(try text("form-name", "pt", book) == "Nome")
        #expect(try text("form-subscribe", "es", book) == "Suscribirse")
    }

    @Test func paragraphsStayParagraphsHoweverTheyAreWritten() throws {
        let book = try overlaid("pt", "letter:\n  goodbye-last: Adeus.\n")
        #expect(try text("letter-goodbye-last", "pt", book) == "Adeus.\n")
    }

    @Test(arguments: [
        (
            "es", "form:\n  nmae: x\n",
            "es.yaml:2:3: no page and no letter has a text \"form-nmae\"; did you mean \"form-name\"?"
        ),
        ("es", "a:\n  b: c\n  b: d\n", "es.yaml:3:3: the key \"b\" stands here again"),
        ("es", "form:\n  name: \"{{nmae}}\"\n", "es.yaml:2:3: this text can't show {{nmae}}"),
        ("es", "form:\n  name: \"{{#x}}\"\n", "is opened here and never closed"),
        ("es", "consent:\n  save: \"{{{list.title}}}\"\n", "es.yaml:2:3: {{{ and {{& are not for texts"),
        ("es", "form: x\n", "es.yaml:1:7: \"form\" must be a mapping of keys"),
        ("de", "form:\n  name: Name\n", "de.yaml:1:1: the text \"archive-feed\" is missing; translate that of line"),
    ])
    func mistakesAreShown(language: String, yaml: String, message: String) throws {
        let error = #expect(throws: YAMLError.self) { try overlaid(language, yaml) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "none")")
    }

    @Test func templatesCannotWantWhatNobodyHas() throws {
        let template = try MustacheTemplate("a\n{{#x}}{{>t-form-nmae}}{{/x}}", name: "own.mustache")
        let error = #expect(throws: MustacheError.self) { try shipped().check(template.inclusions) }
        #expect(error?.description.hasPrefix("own.mustache:2:7: there is no text `form-nmae`") == true)
    }

    @Test(arguments: [
        ("es", "es"), ("pt-BR", "pt"), ("PT_pt", "pt"), ("de", nil), ("", nil), ("e", nil), ("es-419", "es"),
    ])
    func tagsFindTheirLanguage(tag: String, language: String?) throws {
        #expect(try shipped().match(tag) == language)
    }

    @Test(arguments: [
        ("fr", "fr"), ("de, es;q=0.5, pt-BR;q=0.8", "pt"), ("en;q=0.1, es;q=0.1", "en"), ("es;q=0, fr;q=0.2", "fr"),
        ("*", nil), ("de", nil), ("es;q=x", nil), (" es ; q=0.9 , en; q=1.0", "en"), (";;,,", nil),
    ])
    func browsersAskByWeight(field: String, language: String?) throws {
        #expect(try shipped().acceptable(in: field) == language)
    }
}
