import YAML

/// Fonts in the order of preference, the last of them one that every program has.
public struct FontStack: Equatable, Sendable {
    public let names: [String]

    private static let generic: Set = ["serif", "sans-serif", "monospace", "system-ui"]
    /// What Word, Outlook's engine, surely has: it takes Times for what it lacks.
    private static let onWindows: Set = [
        "Segoe UI", "Arial", "Verdana", "Tahoma", "Trebuchet MS", "Calibri", "Georgia", "Cambria", "Times New Roman",
        "Courier New", "Consolas",
    ]

    init(_ node: YAMLNode) throws(YAMLError) {
        guard case .sequence(let items) = node.content, (1...12).contains(items.count) else {
            throw node.mismatch(
                wanted: "a list of fonts", mend: "write it like \(node.key ?? "font"): [Georgia, serif]")
        }
        var names: [String] = []
        for item in items {
            let name = try String(yaml: item)
            guard name.wholeMatch(of: /[A-Za-z0-9-]+(?: [A-Za-z0-9-]+)*/) != nil, name.count <= 40 else {
                throw item.error(
                    "\"\(name)\" is no name of a font", mend: "write letters, digits, single spaces and hyphens only")
            }
            names.append(name)
        }
        guard let last = names.last, Self.generic.contains(last) else {
            throw (items.last ?? node).error(
                "the last font must be one that every program has", mend: "end the list with serif or sans-serif")
        }
        self.names = names
    }

    /// As a style sheet says it.
    var css: String {
        names.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: ",")
    }

    /// The one for Outlook on Windows.
    public var forOutlook: String {
        names.first(where: Self.onWindows.contains)
            ?? (names.last == "serif" ? "Georgia" : names.last == "monospace" ? "Consolas" : "Arial")
    }
}
