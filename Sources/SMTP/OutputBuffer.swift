import Curl

/// Bytes on their way out of one connection.
struct OutputBuffer {
    private var bytes: [UInt8] = []
    private var head = 0
    /// All bytes that were ever appended, taken by the socket, and shown to it.
    private(set) var appended = 0
    private(set) var moved = 0
    private(set) var offered = 0

    /// So much is offered to the socket at once. With TLS a send shows no progress before all it was offered is through.
    private static let chunk = 65_536
    /// Memory beyond this is given back when it is not needed any more.
    private static let kept = 262_144

    var isEmpty: Bool { head == bytes.count }

    mutating func append(_ text: String) {
        let before = bytes.count
        bytes.append(contentsOf: text.utf8)
        appended += bytes.count - before
    }

    /// The message and the final dot, each line's leading dot doubled (RFC 5321 §4.5.2). The message ends with CRLF.
    mutating func append(message: [UInt8], hasLeadingDot: Bool) {
        let before = bytes.count
        bytes.reserveCapacity(bytes.count + message.count + 3)
        if hasLeadingDot {
            appendStuffed(message)
        } else {
            bytes.append(contentsOf: message)
        }
        appended += bytes.count - before
        append(".\r\n")
    }

    private mutating func appendStuffed(_ message: [UInt8]) {
        message.withUnsafeBytes { message in
            var start = 0
            while start < message.count {
                if message[start] == UInt8(ascii: ".") { bytes.append(UInt8(ascii: ".")) }
                let end = message.first(UInt8(ascii: "\n"), in: start..<message.count).map { $0 + 1 } ?? message.count
                bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: message[start..<end]))
                start = end
            }
        }
    }

    /// Offers one chunk to `send` and takes what it moved off the buffer, which must not be empty. Until all is gone
    /// nothing may be appended behind a send that would block: TLS wants the same bytes at the same address again.
    mutating func send(through send: (UnsafeRawBufferPointer) -> Transfer) -> Transfer {
        let end = min(head + Self.chunk, bytes.count)
        offered = moved + end - head
        let result = bytes.withUnsafeBytes { all in send(UnsafeRawBufferPointer(rebasing: all[head..<end])) }
        if case .moved(let count) = result {
            head += count
            moved += count
        }
        if isEmpty {
            head = 0
            bytes.removeAll(keepingCapacity: bytes.capacity <= Self.kept)
        }
        return result
    }
}
