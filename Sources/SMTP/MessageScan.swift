import Glibc

/// What must be known of a message's bytes before they go out.
struct MessageScan: Equatable {
    /// A CR or LF that is not part of a CRLF, or no CRLF at the end. Servers disagree about what such bytes end, so
    /// they could smuggle a second message in.
    private(set) var hasBareLineEnd = false
    /// A line that starts with a dot, so that stuffing is needed (RFC 5321 §4.5.2).
    private(set) var hasLeadingDot = false
    private(set) var hasEightBit = false

    init(_ message: [UInt8]) {
        message.withUnsafeBytes { bytes in
            readLines(bytes)
            hasEightBit = Self.hasEightBit(bytes)
        }
    }

    private mutating func readLines(_ bytes: UnsafeRawBufferPointer) {
        var start = 0
        // Two searches a line, both by the C library at many bytes a cycle.
        while start < bytes.count, !hasBareLineEnd {
            if bytes[start] == UInt8(ascii: ".") { hasLeadingDot = true }
            guard let feed = bytes.first(UInt8(ascii: "\n"), in: start..<bytes.count),
                bytes.first(UInt8(ascii: "\r"), in: start..<feed) == feed - 1
            else {
                hasBareLineEnd = true
                return
            }
            start = feed + 1
        }
        if bytes.isEmpty { hasBareLineEnd = true }
    }

    private static func hasEightBit(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var all: UInt64 = 0
        var offset = 0
        while offset + 8 <= bytes.count {
            all |= bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            offset += 8
        }
        while offset < bytes.count {
            all |= UInt64(bytes[offset])
            offset += 1
        }
        return all & 0x8080_8080_8080_8080 != 0
    }

    /// Whether a byte beyond ASCII stands before the empty line that ends the header. Only asked when there is one.
    static func hasEightBitHeader(_ message: [UInt8]) -> Bool {
        message.withUnsafeBytes { bytes in
            var start = 0
            while let feed = bytes.first(UInt8(ascii: "\n"), in: start..<bytes.count), feed > start + 1 {
                if bytes[start..<feed].contains(where: { $0 >= 0x80 }) { return true }
                start = feed + 1
            }
            return false
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Where the byte stands first in a range of this buffer.
    func first(_ byte: UInt8, in range: Range<Int>) -> Int? {
        guard let baseAddress, let found = memchr(baseAddress + range.lowerBound, Int32(byte), range.count)
        else { return nil }
        return UnsafeRawPointer(found) - baseAddress
    }
}
