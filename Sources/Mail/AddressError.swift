/// Why a text is no e-mail address or mailbox. The sentences never contain the address, so they may be logged.
public enum AddressError: Error, Equatable, CustomStringConvertible {
    case empty
    /// A control character, CR, LF or NUL, which could forge a header or a command.
    case controlCharacter
    case noAtSign
    case noLocalPart
    /// More than 64 octets (RFC 5321 §4.5.3.1.1).
    case localPartTooLong
    /// A dot at the start or the end, or two in a row.
    case localPartDots
    case localPartCharacter
    /// A quoted local part that is empty, has no closing quote or goes on behind it.
    case localPartQuotes
    case noDomain
    case domainWithoutDot
    /// `[192.0.2.1]` or a bare IP address.
    case addressLiteral
    /// An empty label, a hyphen at a label's edge, or a character that no host name has.
    case domainLabel
    /// More than 63 octets in a label or 253 in all, as A-labels (RFC 1035 §2.3.4).
    case domainTooLong
    /// IDNA2008 doesn't allow this name.
    case domainNotInternational
    /// More than 254 octets in all (RFC 5321 §4.5.3.1.3, without the brackets).
    case tooLong
    /// A display name with a character that has to stand in quotes.
    case displayName
    /// `<` without `>`, or text behind it.
    case angleBrackets

    public var description: String {
        switch self {
        case .empty:
            "the address is empty"
        case .controlCharacter:
            "the address contains a line break, or a character that controls something or can't be seen; remove it"
        case .noAtSign:
            "the address has no @"
        case .noLocalPart:
            "the address has nothing before the @"
        case .localPartTooLong:
            "the part before the @ is longer than 64 bytes"
        case .localPartDots:
            "the part before the @ starts or ends with a dot or has two in a row; such a part must stand in double quotes"
        case .localPartCharacter:
            "the part before the @ contains a space or a character that is allowed only within double quotes"
        case .localPartQuotes:
            "the double quotes around the part before the @ are empty, not closed, or not around all of it"
        case .noDomain:
            "the address has nothing after the @"
        case .domainWithoutDot:
            "the domain after the @ has no dot; is its ending missing?"
        case .addressLiteral:
            "the address names a machine by its IP address; use a domain name"
        case .domainLabel:
            "the domain after the @ may only have letters, digits, single dots, and hyphens within its labels"
        case .domainTooLong:
            "the domain after the @ is too long: 63 bytes a label and 253 in all are allowed"
        case .domainNotInternational:
            "the domain after the @ is no valid international domain name (IDNA2008)"
        case .tooLong:
            "the address is longer than 254 bytes"
        case .displayName:
            "the name before the <address> contains punctuation such as a comma; put the name in double quotes"
        case .angleBrackets:
            "the address must stand between < and >, with nothing behind it"
        }
    }
}
