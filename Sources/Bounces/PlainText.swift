/// The text of an HTML page, roughly: enough to find sentences and addresses in a report that has no plain part.
enum PlainText {
    static func of(html: String) -> String {
        var text: [UInt8] = []
        let bytes = Array(html.utf8)
        var index = 0
        var hidden: [UInt8]?
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "<"), let tag = tag(in: bytes, at: index) {
                if let wanted = hidden {
                    if tag.name == [UInt8(ascii: "/")] + wanted { hidden = nil }
                } else if Self.hidden.contains(tag.name) {
                    hidden = tag.name
                } else if Self.breaking.contains(
                    tag.name.first == UInt8(ascii: "/") ? Array(tag.name.dropFirst()) : tag.name)
                {
                    text.append(UInt8(ascii: "\n"))
                }
                index = tag.end
            } else {
                if hidden == nil {
                    // Line ends of the source are spaces (HTML, white space).
                    text.append(byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") ? UInt8(ascii: " ") : byte)
                }
                index += 1
            }
        }
        return withoutEntities(String(decoding: text, as: UTF8.self))
    }

    private static let hidden = Set(["style", "script", "title", "head"].map { Array($0.utf8) })
    private static let breaking = Set(
        ["p", "br", "br/", "div", "tr", "td", "li", "ul", "table", "h1", "h2", "h3", "h4", "pre", "blockquote", "hr"]
            .map { Array($0.utf8) })

    /// The tag's name in lower case and where it ends; nil for what only looks like one, such as an address in brackets.
    private static func tag(in bytes: [UInt8], at start: Int) -> (name: [UInt8], end: Int)? {
        if bytes[start...].starts(with: "<!--".utf8) {
            let end = comment(in: bytes, from: start + 4)
            return ([], end)
        }
        var index = start + 1
        var name: [UInt8] = []
        while index < bytes.count, name.count < 16,
            bytes[index].isASCIILetterOrDigit || bytes[index] == UInt8(ascii: "/") || bytes[index] == UInt8(ascii: "!")
        {
            name.append(bytes[index] | 0x20 == bytes[index] ? bytes[index] : bytes[index] | 0x20)
            index += 1
        }
        // A tag is no longer than this, and a bracket that another one follows is text.
        let brackets = [UInt8(ascii: "<"), UInt8(ascii: ">")]
        guard !name.isEmpty, index < bytes.count, bytes[index] == brackets[1] || bytes[index] <= UInt8(ascii: " "),
            let end = bytes[index..<min(bytes.count, index + 2_000)].firstIndex(where: brackets.contains),
            bytes[end] == brackets[1]
        else { return nil }
        return (name, end + 1)
    }

    private static func comment(in bytes: [UInt8], from start: Int) -> Int {
        var index = start
        while index + 2 < bytes.count {
            if bytes[index] == UInt8(ascii: "-"), bytes[index + 1] == UInt8(ascii: "-"),
                bytes[index + 2] == UInt8(ascii: ">")
            {
                return index + 3
            }
            index += 1
        }
        return bytes.count
    }

    private static let entities: [Substring: Character] = [
        "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "nbsp": " ", "apos": "'", "ndash": "-", "mdash": "-",
        "rsquo": "'",
    ]

    private static func withoutEntities(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let ampersand = rest.utf8.firstIndex(of: UInt8(ascii: "&")) {
            result += rest[..<ampersand]
            rest = rest[ampersand...]
            let end = rest.utf8.prefix(10).firstIndex(of: UInt8(ascii: ";"))
            if let end, let character = character(rest[rest.utf8.index(after: ampersand)..<end]) {
                result.append(character)
                rest = rest[rest.utf8.index(after: end)...]
            } else {
                result.append("&")
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    private static func character(_ name: Substring) -> Character? {
        guard name.first == "#" else { return entities[name] }
        let digits = name.dropFirst()
        let value = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap(Unicode.Scalar.init).map(Character.init)
    }
}
