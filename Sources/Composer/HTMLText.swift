/// Text that must not become markup.
enum HTMLText {
    /// Safe in HTML text and in quoted attributes.
    static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// What a reader sees of trusted HTML, roughly: tags and comments go, the commonest references are resolved.
    static func words(of html: String) -> String {
        var text = ""
        var rest = html[...]
        while let open = rest.firstIndex(of: "<") {
            text += rest[..<open]
            rest = rest[open...]
            let end = rest.hasPrefix("<!--") ? "-->" : ">"
            guard let close = rest.firstRange(of: end) else { break }
            if rest.hasPrefix("<br") { text += "\n" }
            rest = rest[close.upperBound...]
        }
        if !rest.hasPrefix("<") { text += rest }
        let references = [
            ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
        ]
        return references.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    /// `html` with the character references resolved that can hide an address: all with a number, with or without a semicolon,
    /// and the named ones of what a scheme is made of (WHATWG HTML §13.2.5.72).
    static func withoutReferences(_ html: String) -> String {
        guard html.contains("&") else { return html }
        let numeric = html.replacing(#/&#(?:[xX](?<hex>[0-9A-Fa-f]+)|(?<decimal>[0-9]+));?/#) { match in
            let output = match.output
            let number = output.hex.flatMap { UInt32($0, radix: 16) } ?? output.decimal.flatMap { UInt32($0) }
            return number.flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
        }
        let named = [
            ("&colon;", ":"), ("&Tab;", ""), ("&NewLine;", ""), ("&sol;", "/"), ("&num;", "#"), ("&amp;", "&"),
        ]
        return named.reduce(numeric) { $0.replacing($1.0, with: $1.1) }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }
}
