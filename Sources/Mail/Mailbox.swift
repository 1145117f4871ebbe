/// An address with the name of whom it belongs to: RFC 5322 §3.4 name-addr or addr-spec.
public struct Mailbox: Sendable, Hashable {
    /// Plain text, not an encoded word; never empty and without control characters.
    public let name: String?
    public let address: EmailAddress

    /// Control characters of the name become spaces, and a blank name is none: no name can break a header line.
    public init(name: String?, address: EmailAddress) {
        self.name = name.flatMap(Self.plain)
        self.address = address
    }

    /// Reads `Newsletter <news@example.org>`, `"A, B" <a@example.org>`, `<a@example.org>` or `a@example.org`.
    /// A dot in the name needs no quotes here; other punctuation does.
    public init(_ text: String) throws(AddressError) {
        let text = try EmailAddress.trimmed(text)
        var scanner = PhraseScanner(text.unicodeScalars)
        guard let phrase = try scanner.phrase() else {
            self.init(name: nil, address: try EmailAddress(String(text)))
            return
        }
        let inner = scanner.rest.dropFirst()
        guard inner.last == ">" else { throw .angleBrackets }
        self.init(name: phrase, address: try EmailAddress(String(inner.dropLast())))
    }

    /// For people and settings: `name <address>`, the name in quotes when it needs them. Reads back as the same mailbox.
    public var text: String {
        guard let name else { return address.text }
        let isPlain = name.unicodeScalars.allSatisfy { $0 == " " || $0 == "." || $0.isAtomText }
        return "\(isPlain ? name : QuotedString.of(name)) <\(address.text)>"
    }

    /// Words with one space between them; nil if there is none.
    private static func plain(_ name: String) -> String? {
        if isPlain(name) { return name }
        let words = name.unicodeScalars.split { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: scalar == " "
            }
        }
        return words.isEmpty ? nil : words.map(String.init).joined(separator: " ")
    }

    /// Printable ASCII with single spaces inside: most names.
    private static func isPlain(_ name: String) -> Bool {
        var last = UInt8(ascii: " ")
        for byte in name.utf8 {
            guard (0x20...0x7E).contains(byte), byte != 0x20 || last != 0x20 else { return false }
            last = byte
        }
        return last != 0x20
    }
}

/// Reads the words of a display name up to the `<`.
private struct PhraseScanner {
    private(set) var rest: Substring.UnicodeScalarView

    init(_ text: Substring.UnicodeScalarView) {
        rest = text
    }

    /// The name before the `<`, without its quotes; nil if there is no `<` outside quotes. `rest` starts with the `<`.
    mutating func phrase() throws(AddressError) -> String? {
        var name = ""
        var needsQuotes = false
        while let scalar = rest.first, scalar != "<" {
            rest.removeFirst()
            if scalar == "\"" {
                guard let content = quotedContent() else { return nil }
                name += content
            } else {
                needsQuotes = needsQuotes || !(scalar == " " || scalar == "." || scalar.isAtomText)
                name.unicodeScalars.append(scalar)
            }
        }
        if rest.isEmpty { return nil }
        if needsQuotes { throw .displayName }
        return name
    }

    /// What stands before the closing quote, with `\"` and `\\` resolved; nil if the quote isn't closed.
    private mutating func quotedContent() -> String? {
        var content = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return String(content)
            case "\\": if let escaped = rest.popFirst() { content.append(escaped) }
            default: content.append(scalar)
            }
        }
        return nil
    }
}
