import Mail
import Membership

/// What an admin, or a file, says of a person, made fit to be kept and to stand in a mail.
enum GivenText {
    struct NameTooLong: Error, CustomStringConvertible {
        var description: String { "its name is longer than \(GivenText.longestName) characters" }
    }

    static let longestName = 200  // characters

    /// - Throws: `NameTooLong`.
    static func profile(
        _ address: EmailAddress, name: String?, language: String?, attributes: [String: String]
    ) throws -> Profile {
        let name = name.map(oneLine)
        if let name, name.count > longestName { throw NameTooLong() }
        let clean = attributes.map { (oneLine($0.key), oneLine($0.value)) }
        return Profile(
            address: address, name: name, language: language,
            attributes: Dictionary(clean) { first, _ in first })
    }

    /// Spaces in the place of control characters and of whatever ends a line.
    static func oneLine(_ text: String) -> String {
        // Nearly all texts; the properties of scalars cost more than the row.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        return String(text.map { isControl($0) ? " " : $0 })
    }

    /// CR and LF together are one character.
    private static func isControl(_ character: Character) -> Bool {
        switch character.unicodeScalars.first?.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
