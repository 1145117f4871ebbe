/// One CSS selector, such as `.card h2 + h3` (Selectors 3).
public struct CSSSelector: Hashable, Sendable, CustomStringConvertible {
    /// How a rule ranks among others (Selectors 3 §9): ids, then classes, attributes and pseudo-classes, then elements.
    public struct Specificity: Hashable, Comparable, Sendable {
        public let ids: Int
        public let classes: Int
        public let elements: Int

        static func + (one: Specificity, other: Specificity) -> Specificity {
            Specificity(
                ids: one.ids + other.ids, classes: one.classes + other.classes, elements: one.elements + other.elements)
        }

        public static func < (one: Specificity, other: Specificity) -> Bool {
            (one.ids, one.classes, one.elements) < (other.ids, other.classes, other.elements)
        }
    }

    /// As it was written, without white space around it.
    public let description: String
    public let specificity: Specificity
    /// It asks for what only a reader's program knows (`:hover`, `::before`): no element of a document matches it.
    public let isDynamic: Bool

    /// Pseudo-classes and elements that speak of the reader's doing, and not of the document.
    private static let dynamic: Set = [
        "hover", "active", "focus", "focus-within", "focus-visible", "visited", "target", "checked", "before", "after",
        "first-line", "first-letter", "placeholder", "selection", "marker",
    ]

    /// Nil for what is no selector, and for what the parser doesn't know.
    public init?(_ text: String) {
        let text = text.trimmingCSSBlanks
        guard !text.isEmpty, let specificity = SelectorEngine().specificity(of: text) else { return nil }
        description = text
        self.specificity = Self.negated(in: text).reduce(specificity) { $0 + $1.specificity }
        isDynamic = text.split(separator: ":").dropFirst().contains { part in
            Self.dynamic.contains(String(part.prefix { $0.isLetter || $0 == "-" }).lowercased())
        }
    }

    /// The selectors of a list with commas between them; nil if one of them is wrong, as a browser drops such a rule.
    public static func list(_ text: String) -> [CSSSelector]? {
        var parts: [String] = [""]
        var depth = 0
        var quote: Character?
        for character in text {
            switch character {
            case _ where quote != nil: if character == quote { quote = nil }
            case "\"", "'": quote = character
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "," where depth == 0:
                parts.append("")
                continue
            default: break
            }
            parts[parts.count - 1].append(character)
        }
        guard depth == 0, quote == nil else { return nil }
        let selectors = parts.compactMap(CSSSelector.init)
        return selectors.count == parts.count ? selectors : nil
    }

    /// What stands in `:not(…)`: it counts as if it stood outside (§9), and the parser passes over it.
    private static func negated(in text: String) -> [CSSSelector] {
        text.ranges(of: ":not(").compactMap { CSSSelector(String(text[$0.upperBound...].prefix { $0 != ")" })) }
    }

    func matches(in document: HTMLDocument) -> Set<HTMLElement.Node> {
        isDynamic ? [] : document.engine.matches(description, in: document)
    }
}

extension StringProtocol {
    /// Without CSS's white space around it.
    var trimmingCSSBlanks: String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || (0x09...0x0D).contains(scalar.value) }
        var rest = Substring(self).unicodeScalars.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(rest)
    }
}
