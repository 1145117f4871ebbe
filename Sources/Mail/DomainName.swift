import CIdn2

/// The host names that may stand behind the @: RFC 1035 §2.3.1 letters, digits and hyphens; IDNA2008 for the rest.
enum DomainName {
    /// The domain as lower-case A-labels (RFC 5890 §2.3.2.1), from a text without control characters.
    static func ascii(_ text: Substring) throws(AddressError) -> String {
        guard !text.isEmpty else { throw .noDomain }
        guard text.utf8.first != UInt8(ascii: "[") else { throw .addressLiteral }
        // libidn2 takes `a..b`, underscores and any length, so what it returns is checked like what was typed.
        let lowered = text.utf8.allSatisfy { $0 < 0x80 } ? text.lowercased() : try converted(text)
        let hasALabel = try check(lowered)
        // Typed A-labels may be wrong: libidn2 decodes them and looks whether they come back the same.
        if hasALabel { _ = try converted(lowered[...]) }
        return lowered
    }

    private static func converted(_ text: Substring) throws(AddressError) -> String {
        // RFC 1035 §2.3.4 in the most bytes that UTF-8 may take; spares libidn2 absurd inputs.
        guard text.utf8.count <= 4 * 253 else { throw .domainTooLong }
        var result: UnsafeMutablePointer<CChar>?
        let flags = CInt(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
        let status = String(text).withCString { name in
            name.withMemoryRebound(to: UInt8.self, capacity: text.utf8.count + 1) { bytes in
                withUnsafeMutablePointer(to: &result) { out in
                    out.withMemoryRebound(to: UnsafeMutablePointer<UInt8>?.self, capacity: 1) {
                        idn2_lookup_u8(bytes, $0, flags)
                    }
                }
            }
        }
        defer { if let result { idn2_free(result) } }
        let tooLong = [IDN2_TOO_BIG_LABEL, IDN2_TOO_BIG_DOMAIN, IDN2_PUNYCODE_BIG_OUTPUT]
        if tooLong.contains(where: { $0.rawValue == status }) { throw .domainTooLong }
        guard status == IDN2_OK.rawValue, let result else { throw .domainNotInternational }
        return String(cString: result).lowercased()
    }

    /// Throws unless every label is one; true if there is an A-label among them.
    private static func check(_ domain: String) throws(AddressError) -> Bool {
        guard domain.utf8.count <= 253 else { throw .domainTooLong }
        let labels = domain.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        var hasALabel = false
        for label in labels {
            let hyphen = UInt8(ascii: "-")
            guard !label.isEmpty, label.first != hyphen, label.last != hyphen,
                label.allSatisfy({ isDigit($0) || isLowerLetter($0) || $0 == hyphen })
            else { throw .domainLabel }
            guard label.count <= 63 else { throw .domainTooLong }
            hasALabel = hasALabel || label.starts(with: "xn--".utf8)
        }
        if labels.count == 1, domain != "localhost" { throw .domainWithoutDot }
        // RFC 3696 §2: a top-level domain is not all numeric, so this is an IP address.
        if let last = labels.last, last.allSatisfy(isDigit) { throw .addressLiteral }
        return hasALabel
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLowerLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
