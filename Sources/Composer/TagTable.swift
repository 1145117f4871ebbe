import Mustache

/// The tags of an issue, each with the sentinel that stands for it.
///
/// A tag has two: one for text, one for a part of a URL, whose value is percent-encoded.
struct TagTable: Sendable, Equatable {
    enum Entry: Sendable, Equatable {
        case tag(MergeTag)
        /// The image of that number.
        case image(Int)
    }

    /// What the front matter has for fields.
    let custom: [String: MustacheValue]
    private var entries: [Entry]
    private static let limit = 2_000

    /// What the mail templates themselves use.
    static let email = character(0)
    static let unsubscribeURL = character(1)
    static let viewURL = character(2)

    init(custom: [String: MustacheValue] = [:]) {
        self.custom = custom
        entries = [MergeField.email, .unsubscribeURL, .viewURL].map { .tag(MergeTag(.field($0, fallback: ""))) }
    }

    /// Nil when there are more than sentinels.
    mutating func add(_ entry: Entry) -> Character? {
        guard entries.count < Self.limit else { return nil }
        entries.append(entry)
        return Self.character(entries.count - 1)
    }

    subscript(scalar: Unicode.Scalar) -> Entry? {
        guard Sentinel.reserved.contains(scalar) else { return nil }
        let index = Int(scalar.value - Sentinel.first) / 2
        return index < entries.count ? entries[index] : nil
    }

    func tag(_ scalar: Unicode.Scalar) -> MergeTag? {
        if case .tag(let tag) = self[scalar] { tag } else { nil }
    }

    static func isInURL(_ scalar: Unicode.Scalar) -> Bool { scalar.value % 2 == 1 }

    /// The text with each sentinel turned into the one for URLs.
    static func inURL(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            Sentinel.reserved.contains(scalar) ? Unicode.Scalar(scalar.value | 1) ?? scalar : scalar
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// The tags of `text` in order.
    func tags(in text: String) -> [MergeTag] {
        text.unicodeScalars.compactMap(tag)
    }

    /// `text` as its author wrote it: what stands in code.
    func source(of text: String) -> String {
        guard Sentinel.found(in: text) else { return text }
        var source = ""
        for scalar in text.unicodeScalars {
            if let tag = tag(scalar) { source += tag.source } else { source.unicodeScalars.append(scalar) }
        }
        return source
    }

    private static func character(_ index: Int) -> Character {
        // Two thousand tags end below the last private-use character.
        Character(Unicode.Scalar(Sentinel.first + UInt32(index) * 2) ?? "?")
    }
}
