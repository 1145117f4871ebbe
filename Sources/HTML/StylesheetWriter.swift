/// Writes the part of a style sheet that stays in a page's head.
struct StylesheetWriter {
    private(set) var text = ""

    /// With `!important`, for it stands against style attributes.
    mutating func append(_ item: Stylesheet.Item) {
        switch item {
        case .rule(let rule): append(rule.selectors.map(\.description), rule.declarations)
        case .group(let name, let condition, let inner, _):
            text += "@\(name) \(condition){\n"
            for item in inner { append(item) }
            text += "}\n"
        case .other(_, let source, _): text += source + "\n"
        }
    }

    /// Outlook.com marks what it has turned dark: `data-ogsc` where the text's colour, `data-ogsb` where the background. Other
    /// properties it leaves alone.
    mutating func appendForOutlook(_ items: [Stylesheet.Item]) {
        for case .rule(let rule) in items {
            append(rule.selectors.map { "[data-ogsc] \($0)" }, rule.declarations.filter { $0.property == "color" })
            append(
                rule.selectors.map { "[data-ogsb] \($0)" },
                rule.declarations.filter { $0.property.hasPrefix("background") })
        }
    }

    private mutating func append(_ selectors: [String], _ declarations: [CSSDeclaration]) {
        if declarations.isEmpty { return }
        let body = declarations.map { "\($0.property):\($0.value)!important" }.joined(separator: ";")
        text += "\(selectors.joined(separator: ",")){\(body)}\n"
    }
}
