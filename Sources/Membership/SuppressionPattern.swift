import Mail
import Signing

/// What can be suppressed: an address, a domain, or all subdomains of one.
public enum SuppressionPattern: Sendable, Equatable {
    case address(EmailAddress)
    /// An A-label domain.
    case domain(String)
    /// Everything below this A-label domain.
    case subdomains(String)

    /// Reads `reader@example.org`, `example.org` or `*.example.org`.
    public init(_ text: String) throws(AddressError) {
        if text.contains("@") {
            self = .address(try EmailAddress(text))
        } else if text.hasPrefix("*.") {
            self = .subdomains(try EmailAddress("x@" + text.dropFirst(2)).asciiDomain)
        } else {
            self = .domain(try EmailAddress("x@" + text).asciiDomain)
        }
    }

    /// The domain as `suppress ls` shows it; nil for an address, which is kept as a mark alone.
    public var domainText: String? {
        switch self {
        case .address: nil
        case .domain(let domain): domain
        case .subdomains(let domain): "*." + domain
        }
    }

    public func mark(_ keys: SecretKeys) -> SuppressionMark {
        switch self {
        case .address(let address): SuppressionMark(of: address.key, keys: keys)
        case .domain(let domain): SuppressionMark(of: "@" + domain, keys: keys)
        case .subdomains(let domain): SuppressionMark(of: "@*." + domain, keys: keys)
        }
    }

    /// The marks of everything that would suppress this address.
    public static func marks(over address: EmailAddress, _ keys: SecretKeys) -> [SuppressionMark] {
        var patterns = [SuppressionPattern.address(address), .domain(address.asciiDomain)]
        var rest = address.asciiDomain[...]
        while let dot = rest.firstIndex(of: ".") {
            rest = rest[rest.index(after: dot)...]
            patterns.append(.subdomains(String(rest)))
        }
        return patterns.map { $0.mark(keys) }
    }
}
