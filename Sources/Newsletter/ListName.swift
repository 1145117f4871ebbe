/// The name of a list on the command line and in paths: `[a-z0-9][a-z0-9-]{0,63}`.
public struct ListName: Sendable, Hashable {
    public let text: String

    public init(_ text: String) throws(NameError) {
        guard NameError.accepts(text) else { throw NameError(kind: "list name", text: text) }
        self.text = text
    }
}

/// The name of an issue within its list, of the same form as a list's name.
public struct Slug: Sendable, Hashable {
    public let text: String

    public init(_ text: String) throws(NameError) {
        guard NameError.accepts(text) else { throw NameError(kind: "slug", text: text) }
        self.text = text
    }
}

/// A list name or slug that is none.
public struct NameError: Error, Equatable, CustomStringConvertible {
    public let kind: String
    public let text: String

    public var description: String {
        "\"\(text)\" is no \(kind): use 1 to 64 of a-z, 0-9 and -, and begin with a letter or a digit"
    }

    static func accepts(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...64).contains(bytes.count), bytes.first != UInt8(ascii: "-") else { return false }
        return bytes.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
    }
}
