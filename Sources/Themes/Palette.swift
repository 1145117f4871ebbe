import YAML

/// The colours of a theme, for light or for dark surroundings.
public struct Palette: Equatable, Sendable {
    /// What colours are for; the raw value is the key in the file and, with hyphens, the style sheets' variable.
    public enum Role: String, CaseIterable, Sendable {
        /// Behind everything.
        case page
        /// The card that the text stands on.
        case surface
        case text
        /// For what matters less.
        case quiet
        /// Thin rules.
        case line
        /// Links, section titles, buttons.
        case accent
        /// On buttons.
        case onAccent = "on_accent"
        /// Behind the newsletter's name and the issue's title.
        case masthead
        case onMasthead = "on_masthead"
    }

    /// What is read on what.
    static let pairs: [(text: Role, background: Role)] = [
        (.text, .surface), (.quiet, .surface), (.accent, .surface), (.text, .page), (.quiet, .page), (.accent, .page),
        (.onAccent, .accent), (.onMasthead, .masthead),
    ]
    /// WCAG 2.2 §1.4.3, for text of any size.
    static let leastContrast = 4.5

    private let colors: [Role: Color]

    public subscript(role: Role) -> Color { colors[role] ?? .black }

    /// Reads a mapping with every role, and refuses pairs that are hard to read.
    init(_ node: YAMLNode) throws(YAMLError) {
        var mapping = try YAMLMapping(node)
        var colors: [Role: Color] = [:]
        var nodes: [Role: YAMLNode] = [:]
        for role in Role.allCases {
            let key = role.rawValue
            guard let value = mapping.node(key) else {
                // A # outside of quotes begins a comment: the likeliest reason for a key without a value.
                throw mapping.error(
                    at: key, "\"\(key)\" has no colour", mend: "write it in quotes, like \(key): \"#1f2933\"")
            }
            guard let color = try Color(String(yaml: value)) else {
                throw value.error("\"\(key)\" is no colour", mend: "write it in quotes, like \(key): \"#1f2933\"")
            }
            (colors[role], nodes[role]) = (color, value)
        }
        try mapping.finish()
        self.colors = colors
        for (text, background) in Self.pairs {
            let ratio = self[text].contrast(to: self[background])
            if ratio >= Self.leastContrast { continue }
            throw (nodes[text] ?? node).error(
                "\"\(text.rawValue)\" on \"\(background.rawValue)\" has a contrast of \(Self.text(ratio)):1, and "
                    + "4.5:1 is the least that people can read (WCAG 1.4.3)",
                mend: "make one of them lighter or darker")
        }
    }

    /// With two digits, cut and not rounded: 4.496 is not 4.50.
    private static func text(_ ratio: Double) -> String {
        let hundredths = Int(ratio * 100)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    /// For style sheets, by name and without the hyphens before it.
    var variables: [String: String] {
        var variables = Dictionary(
            uniqueKeysWithValues: Role.allCases.map { role in
                (role.rawValue.replacing("_", with: "-"), self[role].text)
            })
        variables["accent-strong"] = strongAccent.text
        // The edges of form fields: WCAG 2.2 §1.4.11 wants 3:1, quiet has more.
        variables["control-line"] = self[.quiet].text
        variables["fault"] = fault.text
        return variables
    }

    /// Links and buttons where a pointer rests.
    private var strongAccent: Color {
        let color = self[.accent].mixed(with: self[.text], 0.4)
        return isRead(color, on: [.surface, .page, .onAccent]) ? color : self[.accent]
    }

    /// What is wrong with a form: a red, or as much of the text's colour in it as makes it readable.
    private var fault: Color {
        let reds = [Color(0xA6, 0x1B, 0x1B), Color(0xFF, 0x9D, 0x94)]
        if let red = reds.first(where: { isRead($0, on: [.surface, .page]) }) { return red }
        return stride(from: 0.25, to: 1, by: 0.25).lazy.map { reds[0].mixed(with: self[.text], $0) }
            .first { isRead($0, on: [.surface, .page]) } ?? self[.text]
    }

    private func isRead(_ color: Color, on backgrounds: [Role]) -> Bool {
        backgrounds.allSatisfy { color.contrast(to: self[$0]) >= Self.leastContrast }
    }
}
