/// What a server sent is no SMTP reply, so nothing that follows on the connection can be trusted.
public enum SMTPReplyError: Error, Hashable, CustomStringConvertible {
    /// A line doesn't start with a code of 200 to 599 and then a space, a hyphen or its end.
    case notAReply
    /// The lines of one reply have different codes, which RFC 5321 §4.2.1 forbids.
    case codeChanged(from: Int, to: Int)

    public var description: String {
        switch self {
        case .notAReply: "the server sent a line that is no SMTP reply; is it a mail server?"
        case .codeChanged(let first, let second):
            "the server changed the code within one reply, from \(first) to \(second)"
        }
    }
}

/// Reads the replies of one SMTP connection from its bytes, however they are cut into pieces.
///
/// Feed what arrived, then take replies until there is none. Lines may end with CRLF or LF. Whatever the server sends, a
/// reply costs at most about 4 KB of memory: the excess of a long line and of a long reply is skipped.
public struct SMTPReplyParser {
    /// The line that has begun, without what is beyond `longestLine`.
    private var line: [UInt8] = []
    private var code: Int?
    private var enhanced: EnhancedStatus?
    private var text: [UInt8] = []

    /// The first replies of one line: a relay says the same few things again and again.
    private var known: [(line: [UInt8], reply: SMTPReply)] = []
    private static let mostKnown = 4
    private static let longestKnown = 64

    private var replies: [SMTPReply] = []
    private var taken = 0
    private var failure: SMTPReplyError?

    /// Bytes kept of a line; RFC 5321 §4.5.3.1.5 allows 512.
    private static let longestLine = 2_048
    /// Bytes kept of a reply's text: enough for the longest text in four-byte characters.
    private static let longestText = 4 * SMTPReply.longestText

    public init() {}

    /// The next reply, in order; nil until more bytes are fed. Throws when all replies before the fault are taken, and
    /// then every time.
    public mutating func next() throws(SMTPReplyError) -> SMTPReply? {
        if taken < replies.count {
            taken += 1
            return replies[taken - 1]
        }
        if let failure { throw failure }
        replies.removeAll(keepingCapacity: true)
        taken = 0
        return nil
    }

    public mutating func feed(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { feed($0) }
    }

    public mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while failure == nil, !rest.isEmpty {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
                keep(rest)
                return
            }
            if line.isEmpty {
                finish(rest[..<end].prefix(Self.longestLine))
            } else {
                keep(rest[..<end])
                let whole = line
                line = []
                whole.withUnsafeBytes { finish($0[...]) }
            }
            rest = rest[(end + 1)...]
        }
    }

    private mutating func keep(_ bytes: Slice<UnsafeRawBufferPointer>) {
        line += bytes.prefix(Self.longestLine - line.count)
    }

    /// Takes a line without its LF.
    private mutating func finish(_ line: Slice<UnsafeRawBufferPointer>) {
        let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        if code == nil, let reply = known.first(where: { line.elementsEqual($0.line) })?.reply {
            replies.append(reply)
            return
        }
        let isFirst = code == nil
        let separator = line.dropFirst(3).first ?? UInt8(ascii: " ")
        guard let lineCode = Self.code(line), separator == UInt8(ascii: " ") || separator == UInt8(ascii: "-") else {
            failure = .notAReply
            return
        }
        if let code, code != lineCode {
            failure = .codeChanged(from: code, to: lineCode)
            return
        }
        add(line.dropFirst(4), isFirst: isFirst, of: lineCode)
        code = lineCode
        guard separator == UInt8(ascii: " ") else { return }
        let reply = SMTPReply(code: lineCode, enhanced: enhanced, text: String(decoding: text, as: UTF8.self))
        replies.append(reply)
        if isFirst, known.count < Self.mostKnown, line.count <= Self.longestKnown { known.append((Array(line), reply)) }
        code = nil
        enhanced = nil
        text.removeAll(keepingCapacity: true)
    }

    /// RFC 2034 §4: the status stands at the start of the text, on every line, and its class is the code's first digit.
    private mutating func add(_ lineText: Slice<UnsafeRawBufferPointer>, isFirst: Bool, of code: Int) {
        var lineText = lineText
        let word = lineText.prefix { $0 != UInt8(ascii: " ") }
        // The shortest status is 5.1.1, the longest 5.999.999.
        if (5...9).contains(word.count), let status = EnhancedStatus(bytes: word), status.class == code / 100 {
            if isFirst { enhanced = status }
            if status == enhanced { lineText = lineText[word.endIndex...].dropFirst() }
        }
        guard !lineText.isEmpty, text.count < Self.longestText else { return }
        if !text.isEmpty { text.append(UInt8(ascii: " ")) }
        text += lineText.prefix(Self.longestText - text.count)
    }

    /// The number that the line starts with, if it is one that a reply can have.
    private static func code(_ line: Slice<UnsafeRawBufferPointer>) -> Int? {
        let digits = line.prefix(3)
        let zero = UInt8(ascii: "0")
        guard digits.count == 3, digits.allSatisfy({ (zero...zero + 9).contains($0) }) else { return nil }
        let code = digits.reduce(0) { $0 * 10 + Int($1 - zero) }
        return (200...599).contains(code) ? code : nil
    }
}
