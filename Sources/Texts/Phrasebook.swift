import Foundation
import Mustache
import YAML

/// The texts of all languages, read once: `Templates/texts/en.yaml` and its sisters.
///
/// English says which texts there are and which data each may show. Every other language of the program has them all. An
/// organisation's own folder replaces single texts, and may bring a language of its own, complete.
public struct Phrasebook: Sendable {
    /// The languages that have every text: as tags, English first, then by tag.
    public let languages: [String]
    private let books: [String: Book]

    private struct Book {
        var html: MustachePartials
        var plain: MustachePartials
    }

    /// What every text's partial is called by: `t-confirm-title`.
    public static let prefix = "t-"
    static let base = "en"

    /// - Parameters:
    ///   - folder: the program's own texts.
    ///   - own: the organisation's, nil for none.
    /// - Throws: for what cannot be read, and for keys that are missing or unknown, with file and line.
    public init(folder: String, own: String? = nil) throws(YAMLError) {
        var files = try Self.files(in: folder)
        guard let english = files[Self.base] else {
            throw YAMLError(
                "the texts in English are missing", mend: "restore the file from the installation",
                at: YAMLPlace(file: "\(folder)/\(Self.base).yaml", line: 1, column: 1))
        }
        for file in files.values { try file.check(against: english, mustBeComplete: true) }
        for (language, file) in try Self.files(own: own) {
            try file.check(against: english, mustBeComplete: files[language] == nil)
            files[language] = files[language]?.replaced(by: file) ?? file
        }
        var books: [String: Book] = [:]
        for (language, file) in files {
            do {
                books[language] = Book(
                    html: try MustachePartials(file.sources(escape: .html, like: english)),
                    plain: try MustachePartials(file.sources(escape: .none, like: english)))
            } catch {
                throw YAMLError(error.message, mend: nil, at: YAMLPlace(file: file.path, line: 1, column: 1))
            }
        }
        self.books = books
        languages = [Self.base] + files.keys.filter { $0 != Self.base }.sorted()
    }

    /// The partials of a language, in English where it is none of `languages`.
    public func partials(_ language: String, escape: MustacheEscape) -> MustachePartials {
        guard let book = books[language] ?? books[Self.base] else { return .none }
        return escape == .html ? book.html : book.plain
    }

    /// The names of all partials that texts are, sorted.
    public var names: [String] { books[Self.base]?.plain.names ?? [] }

    /// Refuses the first text that templates want and nobody has.
    public func check(_ inclusions: [MustacheTemplate.IncludedName]) throws(MustacheError) {
        let known = Set(names)
        for inclusion in inclusions where inclusion.name.hasPrefix(Self.prefix) && !known.contains(inclusion.name) {
            throw inclusion.error(
                "there is no text `\(inclusion.name.dropFirst(Self.prefix.count))`; it belongs into Templates/texts")
        }
    }

    /// Which of `languages` suits a tag such as `pt-BR`, by dropping subtags from its end (RFC 4647 §3.4); nil for none.
    public func match(_ tag: String) -> String? {
        var subtags = tag.lowercased().split { $0 == "-" || $0 == "_" }
        while !subtags.isEmpty {
            let wanted = subtags.joined(separator: "-")
            if let match = languages.first(where: { $0.lowercased() == wanted }) { return match }
            subtags.removeLast()
        }
        return nil
    }

    /// What an Accept-Language field asks for (RFC 9110 §12.5.4): the highest weight first, of equal ones the first.
    public func acceptable(in field: String) -> String? {
        let ranges = field.split(separator: ",").prefix(50).compactMap { range -> (tag: String, weight: Double)? in
            let parts = range.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let tag = parts.first, !tag.isEmpty else { return nil }
            let weight = parts.dropFirst().first { $0.lowercased().hasPrefix("q=") }.map {
                Double($0.dropFirst(2)) ?? 0
            }
            return (tag, weight ?? 1)
        }
        // A stable order: Swift's sort is not documented to be stable.
        let wanted = ranges.enumerated().filter { $0.element.weight > 0 }.sorted {
            ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
        }
        return wanted.lazy.compactMap { match($0.element.tag) }.first
    }

    private static func files(own folder: String?) throws(YAMLError) -> [String: TextFile] {
        guard let folder else { return [:] }
        return try files(in: folder)
    }

    private static func files(in folder: String) throws(YAMLError) -> [String: TextFile] {
        var files: [String: TextFile] = [:]
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.sorted() where name.hasSuffix(".yaml") {
            files[String(name.dropLast(".yaml".count))] = try TextFile(path: folder + "/" + name)
        }
        return files
    }
}
