import Curl
import Testing

@testable import SMTP

@Suite struct OutputBufferTests {
    /// All bytes of the buffer, taken in pieces of at most `piece`.
    private func drain(_ buffer: inout OutputBuffer, piece: Int) -> String {
        var taken: [UInt8] = []
        while !buffer.isEmpty {
            _ = buffer.send { bytes in
                taken += bytes.prefix(piece)
                return .moved(min(piece, bytes.count))
            }
        }
        return String(decoding: taken, as: UTF8.self)
    }

    @Test(arguments: [
        ("a\r\n", "a\r\n.\r\n"), (".\r\n", "..\r\n.\r\n"), ("..a\r\n.b\r\n", "...a\r\n..b\r\n.\r\n"),
        ("a.\r\n\r\n.\r\n", "a.\r\n\r\n..\r\n.\r\n"), ("a\r\n.", "a\r\n...\r\n"),
    ])
    func doublesLeadingDots(_ message: String, _ wire: String) {
        for piece in [1, 2, 3, 100] {
            var buffer = OutputBuffer()
            buffer.append(message: Array(message.utf8), hasLeadingDot: true)
            #expect(drain(&buffer, piece: piece) == wire)
        }
    }

    @Test func offersTheSameBytesAgainAfterAPause() {
        var buffer = OutputBuffer()
        buffer.append(String(repeating: "x", count: 200_000))
        var addresses: [UnsafeRawPointer?] = []
        var counts: [Int] = []
        for _ in 0..<2 {
            let result = buffer.send { bytes in
                addresses.append(bytes.baseAddress)
                counts.append(bytes.count)
                return .wouldBlock
            }
            #expect(result == .wouldBlock)
        }
        #expect(addresses[0] == addresses[1])
        #expect(counts[0] == counts[1])
        #expect(drain(&buffer, piece: 70_000).utf8.count == 200_000)
    }
}
