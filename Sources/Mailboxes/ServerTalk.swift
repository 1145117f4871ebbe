import Curl

/// Bytes to and from a server. `receive` gives one byte at least.
protocol Channel {
    func send(_ bytes: [UInt8]) throws(MailboxError)
    func receive(into buffer: inout [UInt8]) throws(MailboxError) -> Int
}

/// Lines and counted pieces from a server that may lie about both.
final class ServerTalk {
    /// Far more than any reply of one line needs.
    static let longestLine = 65_536

    private let channel: any Channel
    private let patience: Duration
    private var buffer: [UInt8] = []
    private var start = 0
    private var scratch = [UInt8](repeating: 0, count: 32_768)
    private var deadline: ContinuousClock.Instant

    /// - Parameter patience: for the whole of a command and its reply, however busily the server talks.
    init(_ channel: any Channel, patience: Duration = .seconds(600)) {
        self.channel = channel
        self.patience = patience
        deadline = .now + patience
    }

    /// Sends a command, which has no line break in it, and starts its clock.
    func send(_ command: String) throws(MailboxError) {
        deadline = .now + patience
        try channel.send(Array(command.utf8) + [0x0D, 0x0A])
    }

    /// The next line without its end; a bare line feed ends one too.
    func line() throws(MailboxError) -> ArraySlice<UInt8> {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                let line = buffer[start..<end]
                start = end + 1
                return line.last == 0x0D ? line.dropLast() : line
            }
            guard buffer.count - start <= Self.longestLine else { throw .nonsense("a line without end") }
            let offset = buffer.count - start
            try fill()
            searched = start + offset
        }
    }

    /// A line of any length without its end, in pieces.
    func pieceOfLine() throws(MailboxError) -> (piece: ArraySlice<UInt8>, isLineEnd: Bool) {
        while true {
            if buffer[start...].contains(0x0A) { return (try line(), true) }
            if buffer.count - start > Self.longestLine {
                // A CR at the end may belong to the line's end, and comes again with it.
                let piece = buffer[start..<(buffer.count - 1)]
                start = piece.endIndex
                return (piece, false)
            }
            try fill()
        }
    }

    /// The next `count` bytes.
    func piece(_ count: Int) throws(MailboxError) -> [UInt8] {
        while buffer.count - start < count { try fill() }
        defer { start += count }
        return Array(buffer[start..<(start + count)])
    }

    private func fill() throws(MailboxError) {
        guard ContinuousClock.now < deadline else { throw .silent }
        if start > Self.longestLine {
            buffer.removeSubrange(..<start)
            start = 0
        }
        buffer += scratch[..<(try channel.receive(into: &scratch))]
    }
}

/// The real one.
struct ServerChannel: Channel {
    let connection: BlockingConnection

    init(_ server: MailServer, patience: Duration, isStopped: @escaping () -> Bool) throws(MailboxError) {
        do throws(BlockingConnection.Failure) {
            connection = try BlockingConnection(server, patience: patience, isStopped: isStopped)
        } catch {
            throw MailboxError(error)
        }
    }

    func send(_ bytes: [UInt8]) throws(MailboxError) {
        do throws(BlockingConnection.Failure) { try connection.send(bytes) } catch { throw MailboxError(error) }
    }

    func receive(into buffer: inout [UInt8]) throws(MailboxError) -> Int {
        do throws(BlockingConnection.Failure) {
            return try connection.receive(into: &buffer)
        } catch {
            throw MailboxError(error)
        }
    }
}
