/// Where the header fields that a signature covers stand in one message.
struct SignedHeader {
    /// Named once more than they stand there, so that a second one, which a mail program might show instead of ours,
    /// breaks the signature (RFC 6376 §8.15).
    private static let singular = [
        "From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    ]
    /// What mail programs act upon: RFC 8058 §4 asks for the two that unsubscribe, RFC 6376 §5.4.1 for the others. A
    /// mailing list on the way may add its own.
    private static let others = [
        "Content-Language", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Archive", "List-Help",
        "List-Owner", "List-Post", "List-Subscribe", "Feedback-ID", "Auto-Submitted",
    ]
    private static let names = (singular + others).map { Array($0.utf8) }
    private static let lowercasedNames = names.map { $0.map(RelaxedForm.lowercased) }

    /// From a field's name to its last CRLF, in the order in which they are hashed.
    private(set) var fields: [Range<Int>] = []
    /// The names for the tag `h=`, in that order.
    private(set) var names: [[UInt8]] = []
    /// The first byte after the empty line, or the message's end.
    private(set) var bodyStart = 0
    /// The domain of the From field's address, as it stands there.
    private(set) var authorDomain = ""

    init(_ message: Span<UInt8>) {
        let found = scan(message)
        for (number, name) in Self.names.enumerated() {
            // §5.4.2: of several fields with one name the lowest is hashed first.
            for (range, _) in found.reversed().filter({ $0.1 == number }) {
                fields.append(range)
                names.append(name)
            }
            if number < Self.singular.count { names.append(name) }
            if number == 0, let author = fields.first { authorDomain = Self.domain(message.extracting(author)) }
        }
    }

    /// The fields that may be signed, from the top, with their places among the names.
    private mutating func scan(_ message: Span<UInt8>) -> [(Range<Int>, Int)] {
        var found: [(Range<Int>, Int)] = []
        var start = 0
        while start < message.count, message[start] != UInt8(ascii: "\r") {
            var end = start
            repeat {
                while end < message.count, message[end] != UInt8(ascii: "\n") { end += 1 }
                end = min(end + 1, message.count)
            } while end < message.count && (message[end] == UInt8(ascii: " ") || message[end] == UInt8(ascii: "\t"))
            if let number = Self.number(message.extracting(start..<end)) { found.append((start..<end, number)) }
            start = end
        }
        bodyStart = min(start + 2, message.count)
        return found
    }

    /// The place of a field's name among those that are signed.
    private static func number(_ field: Span<UInt8>) -> Int? {
        lowercasedNames.firstIndex { name in
            guard field.count > name.count, field[name.count] == UInt8(ascii: ":") else { return false }
            return name.indices.allSatisfy { RelaxedForm.lowercased(field[$0]) == name[$0] }
        }
    }

    /// What stands behind the last @, up to the bracket or the line's end: our From has one address and no comment.
    private static func domain(_ field: Span<UInt8>) -> String {
        guard let sign = field.indices.last(where: { field[$0] == UInt8(ascii: "@") }) else { return "" }
        var bytes: [UInt8] = []
        for index in (sign + 1)..<field.count where field[index] > 0x20 && field[index] != UInt8(ascii: ">") {
            bytes.append(RelaxedForm.lowercased(field[index]))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
