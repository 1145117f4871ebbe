/// One reply of an IMAP server: its text, in which `{N}` stands for the literal that came there (RFC 3501 §4.3).
struct IMAPReply {
    var text = ""
    var literals: [[UInt8]] = []

    /// The words of an untagged reply, without its star; nil for any other.
    var untagged: Substring? { text.hasPrefix("* ") ? text.dropFirst(2) : nil }

    /// `N` of `* N KEYWORD`.
    func number(of keyword: String) -> Int? {
        let words = untagged?.split(separator: " ", maxSplits: 2) ?? []
        return words.count >= 2 && words[1].uppercased() == keyword ? Int(words[0]) : nil
    }

    /// `N` of `[KEYWORD N]`.
    func code(_ keyword: String) -> Int? {
        guard let start = text.uppercased().firstRange(of: "[\(keyword) ") else { return nil }
        return Int(text.uppercased()[start.upperBound...].prefix { $0.isNumber })
    }

    /// The text behind `KEYWORD ` among the attributes of a FETCH reply.
    private func attribute(_ keyword: String) -> Substring? {
        guard number(of: "FETCH") != nil, let open = text.firstIndex(of: "(") else { return nil }
        let attributes = text[open...]
        // Attributes are letters in any case; what is compared is ASCII.
        let upper = attributes.uppercased()
        guard let range = upper.firstRange(of: "(\(keyword)") ?? upper.firstRange(of: " \(keyword)") else { return nil }
        let offset = upper.utf8.distance(from: upper.startIndex, to: range.upperBound)
        guard let index = attributes.utf8.index(attributes.startIndex, offsetBy: offset, limitedBy: attributes.endIndex)
        else { return nil }
        return attributes[index...]
    }

    var uid: UInt32? { attribute("UID ").flatMap { UInt32($0.prefix { $0.isNumber }) } }

    /// The message's bytes, whether they came as a literal or, small ones, as a quoted string; nil when there is none.
    var body: [UInt8]? {
        guard let behind = attribute("BODY[]") else { return nil }
        // `BODY[]<0> {5}`
        let value = behind.drop { $0 != " " }.dropFirst()
        if value.hasPrefix("{") { return literals.first }
        guard value.hasPrefix("\"") else { return nil }
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in value.dropFirst().utf8 {
            if !isEscaped, byte == UInt8(ascii: "\"") { return bytes }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            if !isEscaped { bytes.append(byte) }
        }
        return nil
    }
}
