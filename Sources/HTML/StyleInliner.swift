/// Puts a style sheet into the style attributes of a page, since many mail programs know no other style.
///
/// What no attribute can say goes into the head: `@media` and what asks for the reader's doing (`:hover`). It is
/// made `!important` there, or the attributes would win. The rules for dark mode are said a second time for Outlook.com, which
/// knows no media query and marks its dark page with attributes.
public struct StyleInliner: Sendable {
    /// Style sheets for the head of the page, each for a `style` element of its own: Gmail drops one that it understands only in
    /// part, and Outlook.com's is such.
    public let heads: [String]
    /// In the order of the cascade but for importance: the later wins.
    private let rules: [Ranked]

    private struct Ranked: Sendable {
        let selector: CSSSelector
        let declarations: [CSSDeclaration]
    }

    /// They say nothing about looks, or have none.
    private static let plainElements: Set = ["head", "meta", "title", "style", "script", "link", "base", "br"]
    /// Where Outlook, whose engine is Word's, looks for a background before it looks at the style.
    private static let tableElements: Set = ["body", "table", "tr", "td", "th"]

    /// - Parameter sheet: with its variables put in.
    public init(_ sheet: Stylesheet) {
        var writer = StylesheetWriter()
        var rules: [Ranked] = []
        for item in sheet.items {
            guard case .rule(let rule) = item else {
                writer.append(item)
                continue
            }
            for selector in rule.selectors where !selector.isDynamic {
                rules.append(Ranked(selector: selector, declarations: rule.declarations))
            }
            let dynamic = rule.selectors.filter(\.isDynamic)
            if !dynamic.isEmpty {
                writer.append(.rule(.init(selectors: dynamic, declarations: rule.declarations, line: rule.line)))
            }
        }
        var outlookWriter = StylesheetWriter()
        for item in sheet.items where item.isForDark {
            guard case .group(_, _, let inner, _) = item else { continue }
            outlookWriter.appendForOutlook(inner)
        }
        heads = [writer.text, outlookWriter.text].filter { !$0.isEmpty }
        // A stable sort: rules of one rank stay in the order of the sheet (CSS Cascade 4 §6.1).
        self.rules = rules.enumerated()
            .sorted { ($0.element.selector.specificity, $0.offset) < ($1.element.selector.specificity, $1.offset) }
            .map(\.element)
    }

    /// The page with all that applies to an element in its style attribute, before what stands there already, which wins.
    /// Backgrounds of tables and widths of images become attributes too.
    public func inlined(_ html: String) throws(HTMLError) -> String {
        let document = try HTMLDocument(html)
        var matched: [HTMLElement.Node: [[CSSDeclaration]]] = [:]
        for rule in rules {
            for node in rule.selector.matches(in: document) { matched[node, default: []].append(rule.declarations) }
        }
        var edit = HTMLEdit(document)
        for element in document.elements {
            guard let blocks = matched[element.node], !Self.plainElements.contains(element.name) else { continue }
            let style = Self.cascade(blocks, keepingPair(element["style"].map(CSSDeclaration.list) ?? []))
            edit.set("style", to: style.map(\.text).joined(separator: ";"), on: element)
            for (name, value) in Self.attributes(element.name, style) where element[name] == nil {
                edit.set(name, to: value, on: element)
            }
        }
        return edit.source
    }

    /// An element's own colour on its own background: the head must not pull them apart in dark mode. Each stands twice,
    /// since Outlook on Windows passes over what is `!important` in an attribute.
    private func keepingPair(_ own: [CSSDeclaration]) -> [CSSDeclaration] {
        let pair = own.filter { ["color", "background", "background-color"].contains($0.property) && !$0.isImportant }
        guard !heads.isEmpty, Set(pair.map { $0.property == "color" }).count == 2 else { return own }
        return own + pair.map { CSSDeclaration(property: $0.property, value: $0.value, isImportant: true) }
    }

    /// What applies, the winner last (CSS Cascade 4 §6). Of blocks with the same property the last has it alone; what one block
    /// says twice stays, since the first is for programs that don't know the second. The sheet's `!important` has done its
    /// work here and goes, so that the head can have the last word in dark mode.
    private static func cascade(_ sheet: [[CSSDeclaration]], _ own: [CSSDeclaration]) -> [CSSDeclaration] {
        let important = sheet.map { block in
            block.filter(\.isImportant).map { CSSDeclaration(property: $0.property, value: $0.value) }
        }
        let beaten = Set(important.joined().map(\.property))
        let ownNormal = own.filter { !$0.isImportant && !beaten.contains($0.property) }
        let ownImportant = own.filter(\.isImportant)
        var seen = Set(ownImportant.map(\.property))
        func winners(_ blocks: [[CSSDeclaration]]) -> [CSSDeclaration] {
            let kept = blocks.reversed().map { block in
                let kept = block.filter { !seen.contains($0.property) }
                seen.formUnion(kept.map(\.property))
                return kept
            }
            return Array(kept.reversed().joined())
        }
        let lastWord = winners(important) + ownImportant
        seen.formUnion(ownNormal.map(\.property))
        return winners(sheet.map { $0.filter { !$0.isImportant } }) + ownNormal + lastWord
    }

    private static func attributes(_ name: String, _ style: [CSSDeclaration]) -> [(String, String)] {
        func value(_ property: String, _ isFit: (String) -> Bool) -> String? {
            style.last { $0.property == property && isFit($0.value) }?.value
        }
        if tableElements.contains(name), let color = value("background-color", { $0.hasPrefix("#") }) {
            return [("bgcolor", color)]
        }
        if name == "img", let width = value("width", { $0.hasSuffix("px") }), let pixels = Int(width.dropLast(2)) {
            return [("width", "\(pixels)")]
        }
        return []
    }
}

extension CSSDeclaration {
    /// `margin:0`, and `!important` where it is.
    var text: String { "\(property):\(value)\(isImportant ? "!important" : "")" }
}
