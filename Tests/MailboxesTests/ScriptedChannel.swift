@testable import Mailboxes

/// A server that says what it is told to, in pieces, whatever it is asked; then it hangs up.
final class ScriptedChannel: Channel {
    private var replies: [[UInt8]]
    private var pending: ArraySlice<UInt8>
    private let pieceLength: Int
    /// What it was sent, line by line.
    private(set) var commands: [String] = []

    /// - Parameters:
    ///   - greeting: what comes before the first command.
    ///   - replies: what each command is answered with, in their order.
    init(_ greeting: String = "", replies: [String], pieceLength: Int = 7) {
        pending = Array(greeting.utf8)[...]
        self.replies = replies.map { Array($0.utf8) }
        self.pieceLength = pieceLength
    }

    func send(_ bytes: [UInt8]) throws(MailboxError) {
        commands += String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
        if !replies.isEmpty { pending += replies.removeFirst() }
    }

    func receive(into buffer: inout [UInt8]) throws(MailboxError) -> Int {
        guard !pending.isEmpty else { throw .closed }
        // What comes in bulk comes in large pieces.
        let count = min(pending.count > 10_000 ? 10_000 : pieceLength, pending.count, buffer.count)
        buffer.replaceSubrange(..<count, with: pending.prefix(count))
        pending = pending.dropFirst(count)
        return count
    }
}

extension String {
    /// With CRLF at the end of each line.
    var crlf: String { replacing("\n", with: "\r\n") }
}
