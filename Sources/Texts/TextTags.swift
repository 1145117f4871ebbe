/// Tells a text's tags from its words.
enum TextTags {
    /// The text with its words, not its tags, fit for HTML.
    static func escaped(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            result += words(rest[..<open.lowerBound]) + rest[open.lowerBound..<close.upperBound]
            rest = rest[close.upperBound...]
        }
        return result + words(rest)
    }

    static func unescaped(in text: String) -> Bool {
        text.contains("{{{") || text.contains("{{&")
    }

    private static func words(_ text: Substring) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
