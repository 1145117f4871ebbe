/// The quoted-string of RFC 5322 §3.2.4, which local parts and display names share.
enum QuotedString {
    /// `content` between double quotes, with `"` and `\` escaped and nothing else.
    static func of(_ content: String) -> String {
        var text = "\""
        for scalar in content.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        return text + "\""
    }
}

extension Unicode.Scalar {
    /// May stand in an atom without quotes: atext of RFC 5322 §3.2.3, and beyond ASCII (RFC 6532 §3.2) all but blanks.
    var isAtomText: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9": true
        case "!", "#", "$", "%", "&", "'", "*", "+", "-", "/", "=", "?", "^", "_", "`", "{", "|", "}", "~": true
        default: !isASCII && properties.generalCategory != .spaceSeparator
        }
    }
}
