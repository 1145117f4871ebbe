/// A record of the form `v=DKIM1; k=rsa; p=…` (RFC 6376 §3.2, RFC 7489 §6.4).
struct TagList {
    private let tags: [(name: String, value: String)]

    init(_ text: String) {
        tags = text.split(separator: ";").compactMap { part in
            guard let sign = part.firstIndex(of: "=") else { return nil }
            let trimmed = { (part: Substring) in part.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            return (trimmed(part[..<sign]), trimmed(part[part.index(after: sign)...]))
        }
    }

    /// The first tag, which tells what the record is.
    var first: (name: String, value: String)? { tags.first }

    subscript(name: String) -> String? { tags.first { $0.name == name }?.value }
}
