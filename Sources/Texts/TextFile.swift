import Foundation
import Mustache
import Spelling
import YAML

/// One language's texts as a file has them: groups of keys.
///
///     confirm:
///       title: Confirm your subscription
struct TextFile {
    struct Text {
        let source: String
        /// It was written as a block (`>`), which has a line end.
        let isParagraph: Bool
        let place: YAMLPlace
        /// The names of data and partials that it shows.
        let mentions: Set<String>
    }

    let path: String
    /// By the names of their partials.
    private(set) var texts: [String: Text] = [:]

    init(path: String) throws(YAMLError) {
        self.path = path
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw YAMLError(
                "the texts can't be read", mend: "check the file's rights",
                at: YAMLPlace(file: path, line: 1, column: 1))
        }
        let root = try YAMLNode.parse(bytes: Array(bytes), file: path)
        for group in try Self.entries(root) {
            for entry in try Self.entries(group.value) {
                texts["\(Phrasebook.prefix)\(group.key)-\(entry.key)"] = try Text(entry)
            }
        }
    }

    private static func entries(_ node: YAMLNode) throws(YAMLError) -> [YAMLNode.Entry] {
        switch node.content {
        case .mapping(let entries): return entries
        case .nothing: return []
        default: throw node.mismatch(wanted: "a mapping of keys", mend: "write lines like \"key: text\"")
        }
    }

    func check(against english: TextFile, mustBeComplete: Bool) throws(YAMLError) {
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            guard let model = english.texts[name] else {
                let near = closestSpelling(to: name, among: english.texts.keys.sorted())
                throw YAMLError(
                    "no page and no letter has a text \"\(name.dropFirst(2))\"",
                    mend: near.map { "did you mean \"\($0.dropFirst(2))\"?" } ?? "remove it", at: text.place)
            }
            if let stranger = text.mentions.subtracting(model.mentions).sorted().first {
                let known = model.mentions.sorted().map { "{{\($0)}}" }.joined(separator: ", ")
                throw YAMLError(
                    "this text can't show {{\(stranger)}}", mend: known.isEmpty ? "it has no data" : "it has \(known)",
                    at: text.place)
            }
        }
        guard mustBeComplete, let missing = english.texts.keys.filter({ texts[$0] == nil }).min() else { return }
        throw YAMLError(
            "the text \"\(missing.dropFirst(2))\" is missing",
            mend: "translate that of line \(english.texts[missing]?.place.line ?? 1) of \(english.path)",
            at: YAMLPlace(file: path, line: 1, column: 1))
    }

    func replaced(by own: TextFile) -> TextFile {
        var file = self
        file.texts.merge(own.texts) { _, own in own }
        return file
    }

    /// Templates, with what is no tag escaped as data would be. In plain text a paragraph ends with its line; what is one,
    /// English says.
    func sources(escape: MustacheEscape, like english: TextFile) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: texts.map { name, text in
                if escape == .html { return (name, TextTags.escaped(text.source)) }
                return (name, text.source + (english.texts[name]?.isParagraph == true ? "\n" : ""))
            })
    }
}

extension TextFile.Text {
    init(_ entry: YAMLNode.Entry) throws(YAMLError) {
        let written = try String(yaml: entry.value)
        let text = written.trimmingCharacters(in: .whitespacesAndNewlines.subtracting(["\u{A0}"]))
        isParagraph = written.hasSuffix("\n")
        place = entry.place
        source = text
        do {
            let template = try MustacheTemplate(text, name: place.file)
            mentions = template.variables.union(template.inclusions.map { ">\($0.name)" })
        } catch {
            throw YAMLError(error.message, mend: nil, at: place)
        }
        if TextTags.unescaped(in: text) {
            throw YAMLError("{{{ and {{& are not for texts", mend: "write {{ and }}", at: place)
        }
    }
}
