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
        if isPlainLine(text) { return text }
        let scalars = stripped(text).unicodeScalars.split { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: scalar == " "
            }
        }
        return scalars.map(String.init).joined(separator: " ")
    }

    /// Printable ASCII with single spaces inside: most names.
    private static func isPlainLine(_ text: String) -> Bool {
        var last = UInt8(ascii: " ")
        for byte in text.utf8 {
            guard (0x20...0x7E).contains(byte), byte != 0x20 || last != 0x20 else { return false }
            last = byte
        }
        return last != 0x20
    }

    static func found(in text: String) -> Bool {
        text.unicodeScalars.contains(where: reserved.contains)
    }
}
