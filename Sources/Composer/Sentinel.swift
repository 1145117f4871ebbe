/// Private-use characters that stand for tags while an issue is rendered.
///
/// They pass through Markdown and templates untouched, and `stripped(_:)` keeps them out of all that comes from outside.
enum Sentinel {
    static let first: UInt32 = 0x10F000
    static let reserved: ClosedRange<Unicode.Scalar> = "\u{10F000}"..."\u{10FFFD}"

    /// `text` without anything that could pass for a tag; all input of a composition goes through it.
    static func stripped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: reserved.contains) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !reserved.contains($0) }))
    }

    /// `stripped(_:)`, for what belongs on one line: line ends and other control characters become spaces.
    static func strippedLine(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) { return text }
        let scalars = stripped(text).unicodeScalars.split { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: scalar == " "
            }
        }
        return scalars.map(String.init).joined(separator: " ")
    }

    static func found(in text: String) -> Bool {
        text.unicodeScalars.contains(where: reserved.contains)
    }
}
