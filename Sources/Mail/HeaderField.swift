/// One field of a message header, folded and ready for the wire (RFC 5322 §2.2).
///
/// Nothing that goes into it can end its line: control characters are taken out or become spaces.
public struct HeaderField: Sendable, Hashable {
    public let name: String
    /// `Name: value` and CRLF, folded to 76 octets a line where the value has a place to fold.
    public let bytes: [UInt8]

    /// RFC 5322 §2.1.1 recommends 78; lines with encoded words have no more than this (RFC 2047 §2).
    private static let longestLine = 76

    /// A structured field from `tokens`, which are joined by one space each and may be folded there and only there.
    ///
    /// A field is never folded before its first token: the empty first line is legal, but not every reader takes it. A
    /// token longer than 998 octets less the name would make a line that no server must take (RFC 5322 §2.1.1).
    public init(_ name: String, tokens: [String]) {
        self.name = name
        var bytes: [UInt8] = []
        bytes.reserveCapacity(tokens.reduce(name.utf8.count + 3) { $0 + $1.utf8.count + 3 })
        Self.append(name, tokens: tokens, to: &bytes)
        self.bytes = bytes
    }

    /// Writes the field of these tokens at the end of a header, for whoever writes many.
    public static func append(_ name: String, tokens: [String], to bytes: inout [UInt8]) {
        bytes += name.utf8
        bytes.append(UInt8(ascii: ":"))
        var column = name.utf8.count + 1
        for (index, token) in tokens.enumerated() {
            let token = withoutControls(token)
            let count = token.count
            if index > 0, column + 1 + count > longestLine {
                appendLineEnd(to: &bytes)
                column = 0
            }
            bytes.append(UInt8(ascii: " "))
            bytes += token
            column += 1 + count
        }
        appendLineEnd(to: &bytes)
    }

    /// The same with one mailbox.
    public static func append(_ name: String, mailbox: Mailbox, to bytes: inout [UInt8]) {
        if let displayName = mailbox.name, displayName.utf8.allSatisfy(isPlainWord) {
            // Nearly every name: words that need neither quotes nor encoding, on one line with the address.
            let start = bytes.count
            for part in [name, ": ", displayName, " <", mailbox.address.envelope, ">"] { bytes += part.utf8 }
            if bytes.count - start <= longestLine {
                appendLineEnd(to: &bytes)
                return
            }
            bytes.removeLast(bytes.count - start)
        }
        append(name, tokens: tokens(mailbox), to: &bytes)
    }

    private static func isPlainWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func appendLineEnd(to bytes: inout [UInt8]) {
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    /// An unstructured field, such as the subject. Control characters and runs of blanks become one space; what isn't
    /// plain ASCII becomes encoded words (RFC 2047).
    public init(_ name: String, text: String) {
        self.init(name, tokens: Self.unstructured(text))
    }

    /// A field with one mailbox (RFC 5322 §3.4): 7-bit, unless the local part isn't ASCII and stands there as UTF-8
    /// (RFC 6532 §3.2).
    public init(_ name: String, mailbox: Mailbox) {
        self.init(name, tokens: Self.tokens(mailbox))
    }

    private static func tokens(_ mailbox: Mailbox) -> [String] {
        guard let displayName = mailbox.name else { return [mailbox.address.envelope] }
        var tokens = phrase(displayName)
        tokens.append("<" + mailbox.address.envelope + ">")
        return tokens
    }

    private static func withoutControls(_ token: String) -> String.UTF8View {
        let isControl = { (byte: UInt8) in byte < 0x20 || byte == 0x7F }
        guard token.utf8.contains(where: isControl) else { return token.utf8 }
        return String(decoding: token.utf8.filter { !isControl($0) }, as: UTF8.self).utf8
    }

    /// Plain words as they are; from the first to the last word that needs it, encoded words.
    private static func unstructured(_ text: String) -> [String] {
        let words = words(of: text)
        guard let first = words.firstIndex(where: needsEncoding), let last = words.lastIndex(where: needsEncoding)
        else {
            return words
        }
        return words[..<first] + EncodedWord.words(words[first...last].joined(separator: " ")) + words[(last + 1)...]
    }

    /// A display name (RFC 5322 §3.2.5): atoms, else a quoted string, else encoded words as a whole.
    static func phrase(_ text: String) -> [String] {
        let words = words(of: text)
        if words.contains(where: needsEncoding) { return EncodedWord.words(words.joined(separator: " ")) }
        if words.allSatisfy({ $0.unicodeScalars.allSatisfy(\.isAtomText) }) { return words }
        // Folding white space may stand between the words of a quoted string (§3.2.4).
        return QuotedString.of(words.joined(separator: " ")).split(separator: " ").map(String.init)
    }

    /// A word that isn't ASCII, that a reader could take for an encoded word, or that is too long for a line.
    private static func needsEncoding(_ word: String) -> Bool {
        let bytes = word.utf8
        return bytes.count > 60 || !bytes.allSatisfy { $0 < 0x80 }
            || zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "=") && $1 == UInt8(ascii: "?") }
    }

    private static func words(of text: String) -> [String] {
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
            return text.utf8.split(separator: UInt8(ascii: " ")).compactMap(String.init)
        }
        return text.unicodeScalars.split { scalar in
            if scalar.isASCII { return scalar.value <= 0x20 || scalar.value == 0x7F }
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: return true
            default: return false
            }
        }.map(String.init)
    }
}
