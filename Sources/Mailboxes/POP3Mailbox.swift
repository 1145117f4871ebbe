/// A mailbox on a POP3 server. Messages can only be deleted, and that happens when the session ends.
final class POP3Mailbox: RemoteMailbox {
    private let talk: ServerTalk
    private(set) var count = 0

    /// What is read of one message, and for the most part thrown away, to come to its end.
    private static let longestMessage = 256 << 20
    private static let mostMessages = 1_000_000

    /// - Parameter talk: of a connection that is signed in.
    init(_ talk: ServerTalk) throws(MailboxError) {
        self.talk = talk
        // `+OK COUNT OCTETS` (RFC 1939 §5)
        guard let words = try run("STAT"), let count = words.split(separator: " ").first.flatMap({ Int($0) }) else {
            throw .nonsense("STAT gives no number")
        }
        self.count = count
    }

    func waiting(most: Int) throws(MailboxError) -> [(handle: Int, name: String)] {
        // UIDL is optional (RFC 1939 §7).
        guard try run("UIDL", isOptional: true) != nil else {
            return (0..<min(count, most)).map { ($0 + 1, "") }
        }
        var found: [(handle: Int, name: String)] = []
        for _ in 0..<Self.mostMessages {
            let line = String(decoding: try talk.line(), as: UTF8.self)
            if line == "." { return found }
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let number = Int(words[0]), number > 0 else { throw .nonsense("a line of UIDL") }
            if found.count < most { found.append((number, String(words[1]))) }
        }
        throw .nonsense("a reply without end")
    }

    /// The lines of the message, without the dots that were put before some (RFC 1939 §3).
    func fetch(_ handle: Int, limit: Int) throws(MailboxError) -> [UInt8]? {
        guard try run("RETR \(handle)", isOptional: true) != nil else { return nil }
        var bytes: [UInt8] = []
        var read = 0
        var isLineStart = true
        while read <= Self.longestMessage {
            var (line, isLineEnd) = try talk.pieceOfLine()
            if isLineStart, line.first == UInt8(ascii: ".") {
                if isLineEnd, line.count == 1 { return bytes }
                line = line.dropFirst()
            }
            isLineStart = isLineEnd
            read += line.count + 2
            bytes += line.prefix(limit - bytes.count)
            if isLineEnd { bytes += [0x0D, 0x0A].prefix(limit - bytes.count) }
        }
        throw .nonsense("a message without end")
    }

    func dispose(of handles: [Int]) throws(MailboxError) {
        for handle in handles { try run("DELE \(handle)") }
    }

    func close() throws(MailboxError) {
        try run("QUIT")
    }

    /// The words behind `+OK`; nil, or an error, for `-ERR`.
    @discardableResult
    private func run(_ command: String, isOptional: Bool = false) throws(MailboxError) -> Substring? {
        try talk.send(command)
        let line = String(decoding: try talk.line(), as: UTF8.self)
        if line.hasPrefix("+OK") { return line.dropFirst(3).drop { $0 == " " } }
        guard line.hasPrefix("-ERR") else { throw .nonsense("a reply that is neither +OK nor -ERR") }
        if isOptional { return nil }
        throw .refused(command: String(command.prefix { $0 != " " }))
    }
}
