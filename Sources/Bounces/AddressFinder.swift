import Mail

/// An address where it stands in a line.
struct FoundAddress: Sendable {
    /// As written there.
    let text: String
    /// For comparing.
    let key: String
    /// What stands before and behind it in the line, brackets and quotes included.
    let before: Substring
    let after: Substring

    /// Addresses of a line, from left to right.
    static func all(in line: Substring) -> [FoundAddress] {
        var found: [FoundAddress] = []
        var start = line.startIndex
        while let at = line[start...].utf8.firstIndex(of: UInt8(ascii: "@")), found.count < 100 {
            let next = line.utf8.index(after: at)
            if let address = address(around: at, in: line, from: start) {
                found.append(address)
                start = address.after.startIndex
            } else {
                start = next
            }
        }
        return found
    }

    private static func address(around at: String.Index, in line: Substring, from start: String.Index) -> FoundAddress?
    {
        let scalars = line.unicodeScalars
        guard let first = localStart(of: line, before: at, from: start) else { return nil }
        var end = scalars.index(after: at)
        while end < scalars.endIndex, isDomain(scalars[end]) { end = scalars.index(after: end) }
        // A dot or hyphen at the end belongs to the sentence.
        while end > at, [".", "-", "_"].contains(scalars[scalars.index(before: end)]) {
            end = scalars.index(before: end)
        }
        let text = String(line[first..<end])
        guard text.utf8.count <= 254, line[at..<end].contains("."), let address = try? EmailAddress(text) else {
            return nil
        }
        return FoundAddress(text: text, key: address.key, before: line[..<first], after: line[end...])
    }

    private static func localStart(of line: Substring, before at: String.Index, from start: String.Index) -> String
        .Index?
    {
        let scalars = line.unicodeScalars
        var first = at
        if first > start, scalars[scalars.index(before: first)] == "\"" {
            // A quoted local part; on one line, and no longer than one may be.
            let inner = line[start..<scalars.index(before: first)]
            guard let open = inner.suffix(66).lastIndex(of: "\"") else { return nil }
            return open
        }
        while first > start {
            let previous = scalars.index(before: first)
            guard scalars[previous].isLocalPart else { break }
            first = previous
        }
        // Quotes, dots and equals signs before it are of the sentence: 'user@…, SMTP=user@….
        while first < at, ["'", ".", "=", "*", "|", "`", "-", "/"].contains(scalars[first]) {
            first = scalars.index(after: first)
        }
        let label = line[first..<at]
        if let equals = label.lastIndex(of: "="),
            ["smtp", "rfc822", "address", "to", "recipient"].contains(label[..<equals].lowercased())
        {
            first = label.index(after: equals)
        }
        return first < at ? first : nil
    }

    private static func isDomain(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return UInt8(scalar.value).isASCIILetterOrDigit || scalar == "-" || scalar == "." || scalar == "_"
        }
        return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
    }
}

extension Unicode.Scalar {
    /// atext of RFC 5322 §3.2.3, dots, and what RFC 6532 adds, letters of any script.
    fileprivate var isLocalPart: Bool {
        if isASCII {
            return UInt8(value).isASCIILetterOrDigit || "!#$%&'*+-/=?^_`{|}~.".unicodeScalars.contains(self)
        }
        return properties.isAlphabetic || properties.generalCategory == .nonspacingMark
    }
}
