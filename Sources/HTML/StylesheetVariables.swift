/// Values for `var(--name)`: mail programs don't know custom properties, so they are put in before.
public struct StylesheetVariables: Sendable {
    private let light: [String: String]
    private let dark: [String: String]

    /// - Parameters:
    ///   - light: by name, without the hyphens.
    ///   - dark: what differs within `@media (prefers-color-scheme: dark)`.
    public init(light: [String: String], dark: [String: String] = [:]) {
        self.light = light
        self.dark = light.merging(dark) { _, dark in dark }
    }

    /// The style sheet with the values in it.
    /// - Throws: for a name that is not there, with its line.
    public func applied(to sheet: Stylesheet) throws(CSSError) -> Stylesheet {
        Stylesheet(items: try applied(to: sheet.items, light))
    }

    private func applied(
        to items: [Stylesheet.Item], _ values: [String: String]
    ) throws(CSSError) -> [Stylesheet.Item] {
        try items.map { item throws(CSSError) in
            switch item {
            case .rule(let rule):
                let declarations = try rule.declarations.map { declaration throws(CSSError) in
                    CSSDeclaration(
                        property: declaration.property, value: try Self.value(of: declaration, values),
                        isImportant: declaration.isImportant, line: declaration.line)
                }
                return .rule(.init(selectors: rule.selectors, declarations: declarations, line: rule.line))
            case .group(let name, let condition, let inner, let line):
                let inner = try applied(to: inner, item.isForDark ? dark : values)
                return .group(name: name, condition: condition, inner, line: line)
            case .other: return item
            }
        }
    }

    private static func value(
        of declaration: CSSDeclaration, _ values: [String: String]
    ) throws(CSSError) -> String {
        var result = ""
        var rest = declaration.value[...]
        while let start = rest.firstRange(of: "var(") {
            result += rest[..<start.lowerBound]
            let end = rest[start.upperBound...].firstIndex(of: ")") ?? rest.endIndex
            let name = rest[start.upperBound..<end].trimmingCSSBlanks
            guard name.hasPrefix("--"), let value = values[String(name.dropFirst(2))] else {
                let known = values.keys.sorted().map { "--\($0)" }.joined(separator: ", ")
                throw CSSError(
                    line: declaration.line, column: 1, message: "there is no variable \"\(name)\"; there are \(known)")
            }
            result += value
            rest = rest[end...].dropFirst()
        }
        return result + rest
    }
}

extension Stylesheet.Item {
    /// It holds for dark mode alone.
    var isForDark: Bool {
        guard case .group("media", let condition, _, _) = self else { return false }
        return condition.lowercased().filter { !$0.isWhitespace }.contains("prefers-color-scheme:dark")
    }
}
