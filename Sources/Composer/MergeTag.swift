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

    /// `content` is what stands between the braces.
    init(content: Substring, source: String, line: Int) {
        self.init(Self.kind(of: content, source), source: source, line: line)
    }

    var isSection: Bool {
        switch kind {
        case .open, .close: true
        default: false
        }
    }

    private static func kind(of content: Substring, _ source: String) -> Kind {
        let name = { String(content.dropFirst().trimmingBlanks) }
        switch content.first {
        case "!": return .comment
        case "#": return field(name(), source) { .open($0, isInverted: false) }
        case "^": return field(name(), source) { .open($0, isInverted: true) }
        case "/": return field(name(), source) { .close($0) }
        case "{", "&":
            return .wrong("\(source): what a reader's copy is filled with is always escaped; write two braces")
        case ">", "<", "$", "=": return .wrong("\(source) works in templates, not in issues")
        default:
            let parts = content.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
            let fallback = parts.count > 1 ? String(parts[1].trimmingBlanks) : ""
            return field(String((parts.first ?? "").trimmingBlanks), source) { .field($0, fallback: fallback) }
        }
    }

    private static func field(_ name: String, _ source: String, _ kind: (MergeField) -> Kind) -> Kind {
        if let field = MergeField(name) { return kind(field) }
        return .wrong("\(source) names no field; the fields are \(MergeField.known). For two braces write \\{{")
    }
}

extension Substring {
    var trimmingBlanks: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
