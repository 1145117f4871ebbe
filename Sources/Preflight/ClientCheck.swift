import HTML

/// What the author's own HTML and the mail templates ask of mail programs, against what those can.
enum ClientCheck {
    private static let removed: Set = [
        "script", "iframe", "frame", "frameset", "object", "embed", "applet", "noscript",
    ]

    static func findings(of version: CheckedVersion) -> [IssueFinding] {
        var findings: [IssueFinding] = []
        var told: Set<String> = []
        for fragment in version.rawHTML {
            let traces = HTMLTraces(fragment.elements)
            for element in fragment.elements where removed.contains(element.name) {
                findings.append(removedFinding(element, fragment.line(of: element), version, "this"))
            }
            for element in fragment.elements {
                guard let handler = element.attributes.first(where: { $0.name.hasPrefix("on") }) else { continue }
                findings.append(
                    version.finding(
                        .htmlRemoved, line: fragment.line(of: element), at: handler.name,
                        "mail programs remove \(handler.name), and filters take a mail with it for an attack"))
            }
            for (feature, line) in traces.features where told.insert(feature.slug).inserted {
                findings.append(finding(feature, line: fragment.line + line - 1, version, where: ""))
            }
        }
        // What is left comes from the templates, since Markdown makes nothing of the kind.
        let own = Set(version.rawHTML.flatMap { $0.elements.map(\.name) })
        for element in version.page.elements where removed.contains(element.name) && !own.contains(element.name) {
            findings.append(removedFinding(element, 1, version, "the mail templates'"))
        }
        for (feature, _) in HTMLTraces(version.page.elements).features where told.insert(feature.slug).inserted {
            findings.append(finding(feature, line: 1, version, where: " in the mail templates"))
        }
        return findings
    }

    private static func removedFinding(
        _ element: HTMLElement, _ line: Int, _ version: CheckedVersion, _ whose: String
    ) -> IssueFinding {
        version.finding(
            .htmlRemoved, line: line, at: "<\(element.name)",
            "mail programs remove \(whose) <\(element.name)>, and filters take a mail with it for an attack")
    }

    private static func finding(
        _ feature: ClientFeature, line: Int, _ version: CheckedVersion, where place: String
    ) -> IssueFinding {
        let names = feature.lacking.map(\.rawValue)
        let list =
            names.count > 1 ? names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1] : names[0]
        return version.finding(.clientSupport, line: line, "\(feature.name)\(place) has no effect in \(list)")
    }
}

/// The features that elements use, each with the line of its first use.
struct HTMLTraces {
    private(set) var features: [(feature: ClientFeature, line: Int)] = []

    init(_ elements: [HTMLElement]) {
        // How a hidden element is hidden from those that know no display:none is nobody's loss.
        for element in elements where !VisibleText.isHidden(element) {
            let line = element.line ?? 1
            let attributes = element.attributes
            let declarations = CSSDeclaration.list(attributes.first { $0.name == "style" }?.value ?? "")
            var sheet = SheetTraces()
            // A style sheet that can't be read is told of by who reads it.
            if element.name == "style", let parsed = try? Stylesheet(element.text) { sheet = SheetTraces(parsed) }
            for feature in ClientFeature.all where !features.contains(where: { $0.feature.slug == feature.slug }) {
                let isUsed =
                    switch feature.trace {
                    case .elements(let names): names.contains(element.name)
                    case .attributes(let names): attributes.contains { names.contains($0.name) }
                    case .dataImage: attributes.contains { $0.name == "src" && $0.value.hasPrefix("data:") }
                    case .atRule(let name): sheet.atRules.contains(name)
                    case .selector(let one, let other):
                        sheet.selectors.contains { $0.contains(one) || $0.contains(other) }
                    case .properties, .value, .function, .unit:
                        (declarations + sheet.declarations).contains { feature.trace.isShown(by: $0) }
                    }
                if isUsed { features.append((feature, line)) }
            }
        }
    }
}

/// What a style sheet holds. Rules in `@media` are for those who know it anyway, so they don't count.
private struct SheetTraces {
    var atRules: [String] = []
    var selectors: [String] = []
    var declarations: [CSSDeclaration] = []

    init() {}

    init(_ sheet: Stylesheet) {
        for item in sheet.items {
            switch item {
            case .rule(let rule):
                selectors += rule.selectors.map(\.description)
                declarations += rule.declarations
            case .other(let name, _, _): atRules.append(name)
            case .group: break
            }
        }
    }
}

extension ClientFeature.Trace {
    /// Whether a declaration uses a feature of that kind.
    func isShown(by declaration: CSSDeclaration) -> Bool {
        let value = declaration.value.lowercased()
        switch self {
        case .properties(let names): return names.contains(declaration.property)
        case .value(let names, let words):
            return names.contains(declaration.property)
                && words.contains { word in
                    word.hasSuffix("(") ? value.contains(word) : value == word
                }
        case .function(let name):
            return value.ranges(of: name + "(").contains { range in
                range.lowerBound == value.startIndex
                    || !value[value.index(before: range.lowerBound)].isLetter
                        && value[value.index(before: range.lowerBound)] != "-"
            }
        case .unit(let unit):
            return value.split { " ,/()".contains($0) }.contains { part in
                part.hasSuffix(unit) && Double(part.dropLast(unit.count)) != nil
            }
        case .elements, .attributes, .atRule, .selector, .dataImage: return false
        }
    }
}
