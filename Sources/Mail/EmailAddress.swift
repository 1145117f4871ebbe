import Foundation

/// An address that mail can be sent to: an addr-spec as in practice (RFC 5321 §4.1.2, RFC 5322 §3.4.1; RFC 6531 and
/// RFC 6532 for UTF-8 local parts), with an international domain name or a plain one.
///
/// Two addresses are equal if their `key` is: case and Unicode composition don't tell people apart. Source routes,
/// comments and address literals are refused.
public struct EmailAddress: Sendable {
    /// As typed, with its quotes if it has them.
    public let localPart: String
    /// As typed.
    public let domain: String
    /// A-labels (RFC 5890 §2.3.2.1) in lower case.
    public let asciiDomain: String
    /// For comparing and looking up, not for sending: local part in lower case and NFC, without needless quotes;
    /// `@`; `asciiDomain`.
    public let key: String

    /// Reads an address; spaces and tabs around it don't count. The text may be hostile.
    public init(_ text: String) throws(AddressError) {
        if let plain = PlainAddress(text) {
            (localPart, domain, asciiDomain, key) = (plain.localPart, plain.domain, plain.asciiDomain, plain.key)
            return
        }
        let text = try Self.trimmed(text)
        let localPart = try LocalPart(startOf: text)
        let domain = text[localPart.end...].dropFirst()
        self.localPart = String(localPart.text)
        self.domain = String(domain)
        asciiDomain = try DomainName.ascii(domain)
        // RFC 5321 §4.5.3.1.3: a path of 256 octets, two of which are its brackets.
        let length = localPart.text.utf8.count + 1 + max(domain.utf8.count, asciiDomain.utf8.count)
        guard length <= 254 else { throw .tooLong }
        key = localPart.key + "@" + asciiDomain
    }

    /// As typed.
    public var text: String { localPart + "@" + domain }

    /// What MAIL and RCPT carry: the local part as typed and the domain as A-labels.
    public var envelope: String { localPart + "@" + asciiDomain }

    /// The local part isn't ASCII, so only servers with SMTPUTF8 (RFC 6531) can take it.
    public var needsSMTPUTF8: Bool { !localPart.utf8.allSatisfy { $0 < 0x80 } }

    /// Without the blanks around it; throws for control characters and for an empty text.
    static func trimmed(_ text: String) throws(AddressError) -> Substring {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { throw .empty }
        let trimmed = scalars[first...last]
        guard !trimmed.contains(where: isForbidden) else { throw .controlCharacter }
        return Substring(trimmed)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || (!scalar.isASCII && scalar.properties.generalCategory == .spaceSeparator)
    }

    /// What can break a line, turn the direction of what a reader sees, or not be seen at all.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse: return true
        case .format: return scalar != "\u{200C}" && scalar != "\u{200D}"  // joiners that Persian and Indic words need
        default: return scalar.properties.isNoncharacterCodePoint
        }
    }
}

extension EmailAddress: Hashable {
    public static func == (one: EmailAddress, other: EmailAddress) -> Bool {
        one.key == other.key
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(key)
    }
}

/// The part before the @: a dot-atom or a quoted string.
private struct LocalPart {
    let text: Substring
    /// Where the @ stands.
    let end: String.Index
    let key: String

    init(startOf address: Substring) throws(AddressError) {
        if address.utf8.first == UInt8(ascii: "\"") {
            (end, key) = try Self.quoted(address)
        } else {
            (end, key) = try Self.dotAtom(address)
        }
        text = address[..<end]
        guard text.utf8.count <= 64 else { throw .localPartTooLong }
    }

    private static func dotAtom(_ address: Substring) throws(AddressError) -> (end: String.Index, key: String) {
        guard let end = address.utf8.firstIndex(of: UInt8(ascii: "@")) else { throw .noAtSign }
        let text = address[..<end]
        guard !text.isEmpty else { throw .noLocalPart }
        guard isAtomText(text) else { throw .localPartCharacter }
        guard hasWellPlacedDots(text) else { throw .localPartDots }
        let key = compared(text)
        // Composition may turn a character into another: U+037E, a question mark in Greek, into a semicolon.
        guard key.utf8.allSatisfy({ $0 < 0x80 }) && key.utf8.count == text.utf8.count || isAtomText(key[...]),
            text.unicodeScalars.first.map(isMark) != true
        else { throw .localPartCharacter }
        return (end, key)
    }

    /// RFC 5321 §4.1.2 Quoted-string. What needs no quotes is the same mailbox without them (RFC 5322 §3.4.1).
    private static func quoted(_ address: Substring) throws(AddressError) -> (end: String.Index, key: String) {
        var content = ""
        var isEscaped = false
        var close: String.Index?
        let scalars = address.unicodeScalars
        for index in scalars.indices.dropFirst() {
            let scalar = scalars[index]
            if !isEscaped, scalar == "\"" {
                close = index
                break
            }
            isEscaped = !isEscaped && scalar == "\\"
            if !isEscaped { content.unicodeScalars.append(scalar) }
        }
        guard let close, !content.isEmpty else { throw .localPartQuotes }
        let end = scalars.index(after: close)
        guard end < scalars.endIndex else { throw .noAtSign }
        guard scalars[end] == "@" else { throw .localPartQuotes }
        let isDotAtom = isAtomText(content[...]) && hasWellPlacedDots(content[...])
        return (end, compared(isDotAtom ? content[...] : QuotedString.of(content)[...]))
    }

    private static func isAtomText(_ text: Substring) -> Bool {
        text.unicodeScalars.allSatisfy { $0 == "." || $0.isAtomText }
    }

    /// What shows only together with the character before it.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    private static func hasWellPlacedDots(_ text: Substring) -> Bool {
        !text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).contains { $0.isEmpty }
    }

    private static func compared(_ text: Substring) -> String {
        let lowered = text.lowercased()
        return lowered.utf8.allSatisfy { $0 < 0x80 } ? lowered : lowered.precomposedStringWithCanonicalMapping
    }
}
