import HTML

/// Whether text stands out from its background: WCAG 2.2 §1.4.3, on the styles that a copy's elements carry, and on those of
/// dark mode.
enum ContrastCheck {
    private struct Style {
        /// Nil for what is not known, such as a background image.
        var color: CSSColor? = .black
        var background: CSSColor? = .white
        /// In CSS pixels.
        var size = 16.0
        var isBold = false

        /// WCAG: 18 point, or 14 point in bold.
        var isLarge: Bool { size >= 24 || (isBold && size >= 18.66) }
    }

    static func findings(of version: CheckedVersion) -> [IssueFinding] {
        let light = findings(of: version, version.page, where: "")
        // What is too pale anyway is told once.
        guard light.isEmpty, let dark = darkPage(of: version.page) else { return light }
        return findings(of: version, dark, where: " in dark mode")
    }

    /// The page as programs in dark mode show it; nil without a style sheet for that.
    private static func darkPage(of page: HTMLDocument) -> HTMLDocument? {
        let sheets = page.elements.filter { $0.name == "style" }.compactMap { try? Stylesheet($0.text) }
        let rules = sheets.flatMap(\.darkRules)
        if rules.isEmpty { return nil }
        return (try? StyleInliner(Stylesheet(items: rules)).inlined(page.source)).flatMap { try? HTMLDocument($0) }
    }

    private static func findings(
        of version: CheckedVersion, _ page: HTMLDocument, where place: String
    ) -> [IssueFinding] {
        guard let body = page.elements.first(where: { $0.name == "body" }) else { return [] }
        var findings: [IssueFinding] = []
        var seen: Set<String> = []
        func visit(_ element: HTMLElement, _ around: Style) {
            if ["style", "script"].contains(element.name) || VisibleText.isHidden(element) { return }
            let style = self.style(of: element, in: around)
            let text = element.ownText.split { $0.isWhitespace }.joined(separator: " ")
            if text.contains(where: { $0.isLetter || $0.isNumber }), let color = style.color,
                let background = style.background
            {
                let ratio = color.contrast(with: background)
                let wanted = style.isLarge ? 3.0 : 4.5
                if ratio < wanted, seen.insert("\(color)\(background)\(style.isLarge)").inserted {
                    findings.append(
                        version.finding(
                            .contrastLow, line: version.line(ofText: text),
                            "\"\(text.prefix(30))\" stands out from its background by \(rounded(ratio)) to 1\(place); "
                                + "people with weak eyes, or in the sun, need \(rounded(wanted))"))
                }
            }
            for child in element.children { visit(child, style) }
        }
        visit(body, Style())
        return findings
    }

    private static func style(of element: HTMLElement, in around: Style) -> Style {
        var style = around
        switch element.name {
        case "a" where element["href"] != nil: style.color = CSSColor("#0000ee")
        case "b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6": style.isBold = true
        default: break
        }
        if let color = element["color"], element.name == "font" { style.color = CSSColor(color) }
        if let color = element["bgcolor"] { style.background = CSSColor(color) }
        if element["background"] != nil { style.background = nil }
        for declaration in CSSDeclaration.list(element["style"] ?? "") { apply(declaration, &style, around) }
        return style
    }

    private static func apply(_ declaration: CSSDeclaration, _ style: inout Style, _ around: Style) {
        let value = declaration.value.lowercased()
        switch declaration.property {
        case "color": style.color = value == "inherit" ? around.color : CSSColor(value)
        case "background-color" where value != "transparent" && value != "inherit": style.background = CSSColor(value)
        case "background" where value != "none" && value != "transparent":
            // A colour alone, or the one among others: where there is a picture, nobody knows.
            style.background =
                value.contains("url(") || value.contains("gradient(")
                ? nil : CSSColor(value) ?? value.split(separator: " ").lazy.compactMap { CSSColor(String($0)) }.first
        case "background-image" where value != "none": style.background = nil
        case "font-size": style.size = size(value, around.size)
        case "font-weight": style.isBold = value == "bold" || value == "bolder" || (Int(value) ?? 400) >= 700
        default: break
        }
    }

    private static func size(_ value: String, _ around: Double) -> Double {
        let number = Double(value.prefix { $0.isNumber || $0 == "." }) ?? around
        if value.hasSuffix("px") { return number }
        if value.hasSuffix("pt") { return number * 4 / 3 }
        if value.hasSuffix("%") { return around * number / 100 }
        if value.hasSuffix("rem") { return 16 * number }
        return value.hasSuffix("em") ? around * number : around
    }

    private static func rounded(_ ratio: Double) -> String {
        let tenths = Int(ratio * 10)
        return "\(tenths / 10).\(tenths % 10)"
    }
}
