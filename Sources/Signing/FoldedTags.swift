/// A header field of tags (RFC 6376 §3.2), folded where white space is allowed.
struct FoldedTags {
    /// RFC 5322 §2.1.1 recommends 78.
    private static let longestLine = 76

    private(set) var bytes: [UInt8]
    private var column: Int

    init(_ name: String) {
        bytes = Array("\(name):".utf8)
        column = bytes.count
    }

    /// A tag and what must not be cut of its value, behind a space or a fold.
    mutating func add(tag: String) {
        if column + 1 + tag.utf8.count > Self.longestLine { fold() } else { write(" ".utf8) }
        write(tag.utf8)
    }

    /// A list between colons: the value of the last tag.
    mutating func add(names: [[UInt8]]) {
        for (index, name) in names.enumerated() {
            if column + name.count + 1 > Self.longestLine { fold() }
            write(name)
            write((index < names.count - 1 ? ":" : ";").utf8)
        }
    }

    /// A value that may be cut anywhere.
    mutating func add(base64: String) {
        var rest = base64.utf8[...]
        while !rest.isEmpty {
            if column >= Self.longestLine { fold() }
            let line = rest.prefix(Self.longestLine - column)
            write(line)
            rest = rest.dropFirst(line.count)
        }
    }

    mutating func end() {
        bytes += "\r\n".utf8
    }

    private mutating func fold() {
        bytes += "\r\n ".utf8
        column = 1
    }

    private mutating func write(_ text: some Collection<UInt8>) {
        bytes += text
        column += text.count
    }
}
