/// A reader's name as typed into a form, fit to stand in a mail: short, one line, and no advertisement.
///
/// A form that puts any text into a mail to any address is a spammer's tool, so what looks like a web address is refused.
struct ReaderName: Equatable {
    enum Fault: Error, Equatable {
        case tooLong
        case looksLikeLink
        case controlCharacter
    }

    static let longest = 100  // characters

    let text: String

    /// Nil for a name of nothing but spaces.
    init?(_ typed: String) throws(Fault) {
        let words = typed.split(separator: " ")
        guard !words.isEmpty else { return nil }
        let text = words.joined(separator: " ")
        guard text.count <= Self.longest else { throw .tooLong }
        guard text.unicodeScalars.allSatisfy({ !Self.isControl($0) }) else { throw .controlCharacter }
        guard !words.contains(where: Self.looksLikeLink) else { throw .looksLikeLink }
        self.text = text
    }

    /// Line and paragraph separators and the marks that turn the direction of text are among them.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        case .format: scalar != "\u{200C}" && scalar != "\u{200D}"  // joiners that Persian and Indic names need
        default: false
        }
    }

    /// "evil.example", "www.evil", "a/b", "a@b" and "http:"; not "J.R.", "St.Clair" or "Smith.".
    private static func looksLikeLink(_ word: Substring) -> Bool {
        let lowered = word.lowercased()
        if lowered.contains("/") || lowered.contains("@") || lowered.contains(":") || lowered.hasPrefix("www.") {
            return true
        }
        let labels = word.split(separator: ".").filter { !$0.isEmpty }
        guard labels.count > 1, let last = labels.last, !word.hasSuffix("."), last.count > 1 else { return false }
        return last == last.lowercased() || last == last.uppercased()
    }
}
