import Mustache

/// A tag of an issue, `{{name|dear reader}}`, as its author wrote it.
struct MergeTag: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case field(MergeField, fallback: String)
        /// `{{#member}}`, and with `isInverted` `{{^member}}`.
        case open(MergeField, isInverted: Bool)
        case close(MergeField)
        case comment
        /// What is wrong with it. Told only where the tag would work: in code it is text.
        case wrong(String)
    }

    let kind: Kind
    /// With its braces.
    let source: String
    /// Counted from 1 in the text that it stands in.
    let line: Int

    init(_ kind: Kind, source: String = "", line: Int = 0) {
        self.kind = kind
        self.source = source
        self.line = line
    }

    /// `content` is what stands between the braces, `custom` what the front matter has for fields.
    init(content: Substring, source: String, line: Int, custom: [String: MustacheValue]) {
        let name = { String(content.dropFirst().trimmingBlanks) }
        let kind: Kind
        switch content.first {
        case "!": kind = .comment
        case "#": kind = Self.kind(name(), source, custom) { .open($0, isInverted: false) }
        case "^": kind = Self.kind(name(), source, custom) { .open($0, isInverted: true) }
        case "/": kind = Self.kind(name(), source, custom) { .close($0) }
        case "{", "&": kind = .wrong("\(source): what a copy is filled with is always escaped; write two braces")
        case ">", "<", "$", "=": kind = .wrong("\(source) works in templates, not in issues")
        default:
            let parts = content.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
            let fallback = parts.count > 1 ? String(parts[1].trimmingBlanks) : ""
            kind = Self.kind(String((parts.first ?? "").trimmingBlanks), source, custom) {
                .field($0, fallback: fallback)
            }
        }
        self.init(kind, source: source, line: line)
    }

    var isSection: Bool {
        switch kind {
        case .open, .close: true
        default: false
        }
    }

    private static func kind(
        _ name: String, _ source: String, _ custom: [String: MustacheValue], _ kind: (MergeField) -> Kind
    ) -> Kind {
        guard let field = MergeField(name) else {
            if let meant = MergeField.closest(to: name, custom.keys.map { "custom.\($0)" }) {
                return .wrong("\(source) names no field; did you mean {{\(meant)}}?")
            }
            return .wrong("\(source) names no field; the fields are \(MergeField.known). For two braces write \\{{")
        }
        guard case .custom(let key) = field else { return kind(field) }
        switch custom[key] {
        case .text, .null: return kind(field)
        case nil: return .wrong("\(source): the front matter has no key \"\(key)\"; add it")
        default: return .wrong("\(source): the front matter's \"\(key)\" is no text; only templates can show it")
        }
    }
}

extension Substring {
    var trimmingBlanks: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
