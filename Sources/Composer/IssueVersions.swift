import Foundation

/// An issue in all its languages: `issue.md` and, beside it, `issue.es.md`, `issue.pt-BR.md` and so on.
public struct IssueVersions: Sendable {
    /// In the issue's own language: for readers of none of the others.
    public let original: IssueFile
    public let others: [IssueFile]

    /// - Parameter file: the path of the original.
    /// - Throws: `IssueVersionsError` for files that can't be read, `IssueFileError` for what the author has to mend.
    public init(file: String) throws {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let folder = String(file.dropLast(name.count))
        if let (stem, language, suffix) = Self.parts(name) {
            let original = "\(folder)\(stem).\(suffix)"
            if FileManager.default.fileExists(atPath: original) {
                throw IssueVersionsError.isVersion(file: file, original: original, language: language.text)
            }
        }
        original = try IssueFile(text: Self.text(of: file), file: file)
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        let (stem, suffix) = (name[..<dot], name[dot...].dropFirst())
        let siblings = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
        var others: [IssueFile] = []
        for sibling in (siblings ?? []).sorted() {
            guard let parts = Self.parts(sibling), parts.stem == stem, parts.suffix == suffix else { continue }
            let path = folder + sibling
            if let other = others.first(where: { $0.language?.lowercased() == parts.language.text.lowercased() }) {
                throw IssueVersionsError.sameLanguage(file: other.file, other: path)
            }
            others.append(
                try IssueFile(text: Self.text(of: path), file: path, version: (of: original, language: parts.language)))
        }
        self.others = others
    }

    /// `issue.es.md` → issue, es, md.
    private static func parts(_ name: String) -> (stem: String, language: LanguageTag, suffix: String)? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        // Registered languages have two or three letters (RFC 5646 §2.2.1): `issue.draft.md` is an issue of its own.
        guard parts.count >= 3, let suffix = parts.last, let language = LanguageTag(parts[parts.count - 2]),
            language.primary.count <= 3
        else { return nil }
        return (parts.dropLast(2).joined(separator: "."), language, suffix)
    }

    private static func text(of file: String) throws(IssueVersionsError) -> String {
        guard let data = FileManager.default.contents(atPath: file) else { throw .unreadable(file: file) }
        if let text = String(validating: data, as: UTF8.self) { return text }
        // No character of several bytes has a line end in it (RFC 3629 §3).
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        throw .notUTF8(file: file, line: line + 1)
    }
}

/// Why the files of an issue can't be read.
public enum IssueVersionsError: Error, Equatable, CustomStringConvertible {
    case unreadable(file: String)
    /// The line of the first byte that is wrong, from 1.
    case notUTF8(file: String, line: Int)
    /// The file is a version of another, which has to be named instead.
    case isVersion(file: String, original: String, language: String)
    /// The two differ only in case: which one readers would get, nobody could tell.
    case sameLanguage(file: String, other: String)

    public var description: String {
        switch self {
        case .unreadable(let file): "cannot read the issue file \(file)"
        case .notUTF8(let file, let line): "\(file):\(line): this is not UTF-8 text; save the file as UTF-8"
        case .isVersion(let file, let original, let language):
            "\(file) is the version in \(language) of \(original); name that file, its versions come with it"
        case .sameLanguage(let file, let other): "\(file) and \(other) are for the same language; remove one"
        }
    }
}
