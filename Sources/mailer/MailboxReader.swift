import Bounces
import Foundation

/// Cuts a file, or standard input, into messages: one message, or a mailbox file (mbox) of them. In pieces, so that its size
/// doesn't matter.
struct MailboxReader {
    /// What is kept of one message in memory; reports say what they have to say at their beginning.
    static let mostBytes = ReturnedMail.mostBytes

    private var message: [UInt8] = []
    private var line: [UInt8] = []
    private var isMailbox = false
    private var isFirstLine = true
    private var wasBlank = true

    /// Reads to the end and hands over each message, without mbox's quoting; an empty file has none.
    static func read(_ handle: FileHandle, _ body: ([UInt8]) throws -> Void) throws {
        var reader = MailboxReader()
        while let piece = try handle.read(upToCount: 1 << 16), !piece.isEmpty {
            try reader.add(piece, body)
        }
        try reader.finish(body)
    }

    private mutating func add(_ piece: Data, _ body: ([UInt8]) throws -> Void) throws {
        for part in piece.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            if part.offset > 0 { try endLine(body) }
            // The rest of a line that is longer than a message may be is of no use.
            if line.count < Self.mostBytes { line += part.element }
        }
    }

    private mutating func endLine(_ body: ([UInt8]) throws -> Void) throws {
        if Self.isSeparator(line), isFirstLine || (isMailbox && wasBlank) {
            if !isFirstLine { try hand(over: body) }
            isMailbox = true
        } else {
            keep(isMailbox && Self.isQuoted(line) ? line.dropFirst() : line[...])
        }
        isFirstLine = false
        wasBlank = line.isEmpty || line == [UInt8(ascii: "\r")]
        line.removeAll(keepingCapacity: true)
    }

    private mutating func keep(_ line: ArraySlice<UInt8>) {
        guard message.count < Self.mostBytes else { return }
        message += line
        message.append(UInt8(ascii: "\n"))
    }

    private mutating func finish(_ body: ([UInt8]) throws -> Void) throws {
        if !line.isEmpty { try endLine(body) }
        try hand(over: body)
    }

    private mutating func hand(over body: ([UInt8]) throws -> Void) throws {
        if message.contains(where: { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }) {
            try body(Array(message.prefix(Self.mostBytes)))
        }
        message.removeAll(keepingCapacity: true)
    }

    /// RFC 4155 appendix A: `From `, the sender, and a time with its clock; a sentence that begins with "From" has none.
    private static func isSeparator(_ line: [UInt8]) -> Bool {
        guard line.starts(with: "From ".utf8), line.count < 1_000 else { return false }
        let words = line.dropFirst(5).split(separator: UInt8(ascii: " "))
        return words.dropFirst().contains { word in
            word.count { $0 == UInt8(ascii: ":") } == 2
                && word.allSatisfy { $0 == UInt8(ascii: ":") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
    }

    /// `>From `, with any number of marks: one comes off.
    private static func isQuoted(_ line: [UInt8]) -> Bool {
        line.first == UInt8(ascii: ">") && line.drop { $0 == UInt8(ascii: ">") }.starts(with: "From ".utf8)
    }
}
