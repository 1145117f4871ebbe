import Foundation

/// The partials and parents that templates may include, by name.
///
/// All are read and parsed at once, so a lookup never touches the file system and nothing that data says can reach a file.
/// Names are `[A-Za-z0-9_-]+`; a broken partial is an error only for the template that uses it.
public struct MustachePartials: Sendable {
    public static let none = MustachePartials()

    private let templates: [String: Result<MustacheTemplate, MustacheError>]

    private init() {
        templates = [:]
    }

    /// Partials from text, by name; the names serve as files in errors. Throws for a name that no tag could call.
    public init(_ sources: [String: String]) throws(MustacheError) {
        for name in sources.keys where !Self.isName(name) {
            throw MustacheError(file: name, line: 1, column: 1, message: Self.nameRule)
        }
        templates = sources.reduce(into: [:]) { templates, source in
            templates[source.key] = Self.parse(source.value, file: source.key)
        }
    }

    /// Every `NAME.mustache` of a folder, without its subfolders; other files, and files whose NAME no tag could call, are
    /// passed over. Throws when the folder or one of these files can't be read or is not UTF-8.
    public init(folder: String) throws(MustacheError) {
        var templates: [String: Result<MustacheTemplate, MustacheError>] = [:]
        let files: [String]
        do {
            files = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw MustacheError(
                file: folder, line: 1, column: 1,
                message: "the folder of partials can't be read; check its name and rights"
            )
        }
        for file in files where file.hasSuffix(Self.suffix) {
            let name = String(file.dropLast(Self.suffix.count))
            guard Self.isName(name) else { continue }
            let path = folder + "/" + file
            guard let bytes = FileManager.default.contents(atPath: path),
                let text = String(bytes: bytes, encoding: .utf8)
            else {
                throw MustacheError(
                    file: path, line: 1, column: 1, message: "the partial can't be read as UTF-8 text; save it as UTF-8"
                )
            }
            templates[name] = Self.parse(text, file: path)
        }
        self.templates = templates
    }

    private init(_ templates: [String: Result<MustacheTemplate, MustacheError>]) {
        self.templates = templates
    }

    /// These and the others; of two of one name, the other's.
    public func joined(with other: MustachePartials) -> MustachePartials {
        MustachePartials(templates.merging(other.templates) { _, other in other })
    }

    /// The names at hand, sorted.
    public var names: [String] { templates.keys.sorted() }

    /// What these partials include by name, and where; a broken partial counts as one without content.
    public var inclusions: [MustacheTemplate.IncludedName] {
        names.flatMap { (try? templates[$0]?.get())?.inclusions ?? [] }
    }

    /// The parsed partial, or nil where there is none of this name.
    func template(_ name: String) throws(MustacheError) -> MustacheTemplate? {
        try templates[name]?.get()
    }

    /// No slashes, dots or NUL: a name can't be a path.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    static let nameRule = "names of partials hold letters, digits, - and _ only, no paths; rename it"
    private static let suffix = ".mustache"

    private static func parse(_ source: String, file: String) -> Result<MustacheTemplate, MustacheError> {
        do {
            return .success(try MustacheTemplate(source, name: file))
        } catch {
            return .failure(error)
        }
    }
}
