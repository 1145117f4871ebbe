/// A style sheet, taken apart into rules (CSS Syntax 3). Values are kept as they are written: what they mean is the mail
/// client's business.
public struct Stylesheet: Equatable, Sendable {
    public struct Rule: Equatable, Sendable {
        public let selectors: [CSSSelector]
        public let declarations: [CSSDeclaration]
        /// From 1.
        public let line: Int
    }

    public indirect enum Item: Equatable, Sendable {
        case rule(Rule)
        /// `@media` or `@supports`, and what is in it.
        case group(name: String, condition: String, [Item], line: Int)
        /// Any other at-rule, as it stands there.
        case other(name: String, text: String, line: Int)
    }

    public let items: [Item]

    public init(items: [Item]) {
        self.items = items
    }

    /// The rules that hold for dark mode alone, without the `@media` around them.
    public var darkRules: [Item] {
        items.flatMap { item -> [Item] in
            guard item.isForDark, case .group(_, _, let inner, _) = item else { return [] }
            return inner
        }
    }

    /// Reads a style sheet whole.
    /// - Throws: for the first mistake. A browser would leave out what it doesn't understand; whoever writes for mail wants
    ///   to hear of it.
    public init(_ text: String) throws(CSSError) {
        var parser = CSSParser(text)
        items = try parser.items()
    }
}

/// A declaration such as `margin: 0 !important`.
public struct CSSDeclaration: Equatable, Sendable {
    /// In lower case, but for custom properties (`--name`).
    public let property: String
    /// Without comments, `!important` and white space around it.
    public let value: String
    public let isImportant: Bool
    /// From 1.
    public let line: Int

    public init(property: String, value: String, isImportant: Bool = false, line: Int = 1) {
        self.property = property
        self.value = value
        self.isImportant = isImportant
        self.line = line
    }

    /// The declarations of a style attribute; what is wrong in it is left out, as a browser does.
    public static func list(_ text: String) -> [CSSDeclaration] {
        var parser = CSSParser(text)
        return parser.lenientDeclarations()
    }
}

/// A mistake in a style sheet.
public struct CSSError: Error, Equatable, CustomStringConvertible {
    /// From 1; columns count characters.
    public let line: Int
    public let column: Int
    public let message: String

    public init(line: Int, column: Int, message: String) {
        (self.line, self.column, self.message) = (line, column, message)
    }

    /// `12:3: …`, to stand behind a file's name.
    public var description: String { "\(line):\(column): \(message)" }
}
