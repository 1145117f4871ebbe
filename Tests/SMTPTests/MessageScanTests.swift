import Testing

@testable import SMTP

@Suite struct MessageScanTests {
    @Test(arguments: [
        ("a\r\n", false), ("a\r\n\r\nb\r\n", false), ("\r\n", false), ("", true), ("a", true), ("a\n", true),
        ("a\r", true), ("\n", true), ("\r", true), ("a\nb\r\n", true), ("a\rb\r\n", true), ("a\r\r\n", true),
        ("a\n\r\n", true), ("a\r\n\n", true), ("a\r\n.\n", true), ("a\r\n.\r.\r\n", true), ("a\r\nb", true),
        ("\n.\r\n", true), ("\ra\r\n", true),
    ])
    func findsBareLineEnds(_ text: String, _ isBare: Bool) {
        #expect(MessageScan(Array(text.utf8)).hasBareLineEnd == isBare)
        // The same far into a message.
        #expect(MessageScan(Array((longBody(5_000) + "x" + text).utf8)).hasBareLineEnd == isBare || text == "\n")
    }

    @Test func findsDotsOnlyWhereALineStarts() {
        #expect(MessageScan(Array(".a\r\n".utf8)).hasLeadingDot)
        #expect(MessageScan(Array("a\r\n.\r\n".utf8)).hasLeadingDot)
        #expect(!MessageScan(Array("a.\r\na.b\r\n".utf8)).hasLeadingDot)
    }

    @Test func findsEightBitBytesAnywhere() {
        for position in 0..<40 {
            var bytes = [UInt8](repeating: 0x7f, count: 40) + [13, 10]
            #expect(!MessageScan(bytes).hasEightBit)
            bytes[position] = 0x80
            #expect(MessageScan(bytes).hasEightBit)
        }
    }

    @Test(arguments: [
        ("Subject: ñ\r\n\r\nx\r\n", true), ("A: b\r\nSubject: ñ\r\n", true), ("Subject: n\r\n\r\nñ\r\n", false),
        ("\r\nñ\r\n", false),
    ])
    func tellsHeaderFromBody(_ text: String, _ isHeader: Bool) {
        #expect(MessageScan.hasEightBitHeader(Array(text.utf8)) == isHeader)
    }
}
