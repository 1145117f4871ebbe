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
        // A character may carry any number of marks.
        guard text.count <= Self.longest, text.utf8.count <= 4 * Self.longest else { throw .tooLong }
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

    /// "evil.example", "Evil.Example.", "www.evil", "a/b", "a@b" and "http:"; not "J.R.", "St.Clair", "Dipl.-Ing." or
    /// "Smith.".
    private static func looksLikeLink(_ typed: Substring) -> Bool {
        let word = withPlainDots(typed)
        let lowered = word.lowercased()
        if lowered.contains("/") || lowered.contains("@") || lowered.contains(":") || lowered.hasPrefix("www.") {
            return true
        }
        let labels = word.split(separator: ".").map { label in label.filter { $0.isLetter || $0.isNumber || $0 == "-" }
        }
        .filter { !$0.isEmpty }
        guard labels.count > 1, let last = labels.last, last.count > 1, !last.hasPrefix("-") else { return false }
        // Case means nothing in a domain name, so that a capital makes a name only behind what is abbreviated like one.
        let isName = isCapitalized(last) && labels.dropLast().allSatisfy { $0.count <= 3 && isCapitalized($0) }
        return !isName || frequentDomains.contains(last.lowercased())
    }

    /// Dots that browsers take for those of a domain name (UTS #46 §2.3) become one, and joiners, which hide a dot, go.
    private static func withPlainDots(_ word: Substring) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in word.unicodeScalars {
            switch scalar {
            case "\u{FF0E}", "\u{3002}", "\u{FF61}": plain.append(".")
            case "\u{200C}", "\u{200D}": break
            default: plain.append(scalar)
            }
        }
        return String(plain)
    }

    /// "St", "McDonald" and "J"; not "COM" or "cOm".
    private static func isCapitalized(_ label: String) -> Bool {
        label.first?.isUppercase == true && (label.count == 1 || label.contains(where: \.isLowercase))
    }

    /// What "Bit.Ly" and "Abc.Com" end with, which are shaped like "St.Clair". Short names of people are not among them.
    private static let frequentDomains: Set<String> = [
        "app", "biz", "cc", "club", "co", "com", "de", "dev", "edu", "eu", "gl", "gov", "info", "io", "link", "ly",
        "me",
        "mobi", "mp", "net", "online", "org", "ru", "shop", "site", "store", "to", "top", "tv", "uk", "us", "ws", "xyz",
    ]
}
