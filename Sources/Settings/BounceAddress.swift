import Mail

/// Where mail comes back to: one address a delivery, with the delivery's token in it (VERP).
public struct BounceAddress: Sendable, Hashable {
    /// The local part before and behind the token.
    private let prefix: String
    private let suffix: String
    /// A-labels in lower case.
    public let domain: String

    /// The envelope sender of the delivery with that token.
    public func address(token: String) -> String {
        prefix + token + suffix
    }

    /// Each local part of the domain is an address.
    init(domain text: String) throws(InvalidValue) {
        guard let address = try? EmailAddress("postmaster@\(text)") else {
            throw InvalidValue(message: "must be a domain", mend: "write it like bounces.example.org")
        }
        (prefix, suffix, domain) = ("", "@" + address.asciiDomain, address.asciiDomain)
    }
}

extension BounceAddress: SettingsValue {
    /// Reads an address with `{token}` in its local part. The token has 26 letters and digits.
    init(_ text: String) throws(InvalidValue) {
        let example = "write it like \"b+{token}@example.org\""
        let parts = text.split(separator: "{token}", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].contains("@") else {
            throw InvalidValue(message: "must have {token} in it once, before the @", mend: example)
        }
        let address: EmailAddress
        do {
            address = try EmailAddress(parts[0] + String(repeating: "a", count: 26) + parts[1])
        } catch {
            throw InvalidValue(message: "is no address, with a token of 26 characters: \(error)", mend: example)
        }
        guard !address.needsSMTPUTF8, !address.localPart.hasPrefix("\"") else {
            throw InvalidValue(message: "must be ASCII before the @, without quotes", mend: example)
        }
        prefix = String(parts[0])
        suffix = parts[1].prefix { $0 != "@" } + "@" + address.asciiDomain
        domain = address.asciiDomain
    }
}
