/// A place in a composed issue that each reader's copy fills with the reader's own value.
enum Slot: String, Sendable, Codable, CaseIterable {
    case unsubscribeURL
    case address

    /// What stands for the slot while templates render: a private-use character that `stripped(_:)` keeps out of all else.
    var sentinel: Character {
        switch self {
        case .unsubscribeURL: "\u{10F700}"
        case .address: "\u{10F701}"
        }
    }

    /// `text` without anything that could pass for a slot; all input of a composition goes through it.
    static func stripped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: reserved.contains) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !reserved.contains($0) }))
    }

    /// `stripped(_:)`, for what belongs on one line: line ends and other control characters become spaces.
    static func strippedLine(_ text: String) -> String {
        let scalars = stripped(text).unicodeScalars.split { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: scalar == " "
            }
        }
        return scalars.map(String.init).joined(separator: " ")
    }

    private static let reserved: ClosedRange<Unicode.Scalar> = "\u{10F700}"..."\u{10F7FF}"
}
