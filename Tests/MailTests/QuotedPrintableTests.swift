import Mail
import Testing

@Suite struct QuotedPrintableTests {
    @Test(arguments: [
        ("", ""),
        ("plain", "plain"),
        ("a=b", "a=3Db"),
        ("Peña", "Pe=C3=B1a"),
        ("end \nnext\t\nlast", "end=20\r\nnext=09\r\nlast"),
        ("one\r\ntwo\rthree\nfour", "one\r\ntwo\r\nthree\r\nfour"),
        (".hidden", "=2Ehidden"),
        ("From here\nFrom\nFromage", "=46rom here\r\nFrom\r\nFromage"),
        ("bell\u{7}null\u{0}", "bell=07null=00"),
        ("at the end ", "at the end "),
    ])
    func encodes(text: String, expected: String) {
        #expect(String(decoding: QuotedPrintable.encode(text), as: UTF8.self) == expected)
    }

    @Test(arguments: [74, 75, 76, 77, 150, 151, 152, 153])
    func breaksLongLines(length: Int) throws {
        for end in ["", "\n", "\nnext"] {
            let text = String(repeating: "x", count: length) + end
            try expectSound(text)
        }
        #expect(Decoding.lines(QuotedPrintable.encode(String(repeating: "x", count: 76) + "\n")).count == 2)
    }

    /// A soft break may follow any text, so that slots can be joined to it.
    @Test func leavesRoomForTheSoftBreak() {
        for length in 70...80 {
            let lines = Decoding.lines(QuotedPrintable.encode(String(repeating: "y", count: length)))
            #expect((lines.last?.utf8.count ?? 0) <= 75)
        }
    }

    @Test func keepsCharactersOnOneLine() {
        let bytes = QuotedPrintable.encode(String(repeating: "日", count: 40))
        for line in Decoding.lines(bytes).dropLast() {
            #expect(line.dropLast().split(separator: "=").count % 3 == 0)
        }
    }

    @Test func survivesWhatNobodyWrites() throws {
        var generator = Scramble(state: 20_200_103)
        let pieces = [
            "a", " ", "\t", "\n", "\r\n", "=", ".", "From ", "ñ", "日", "👩🏽‍💻", "e\u{301}", "\u{0}", "\u{7F}",
            "longish words here", "=?",
        ]
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...60, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            try expectSound(text)
        }
    }

    private func expectSound(_ text: String) throws {
        let bytes = QuotedPrintable.encode(text)
        let expected = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").replacing("\n", with: "\r\n")
        #expect(Array(try Decoding.quotedPrintable(bytes).utf8) == Array(expected.utf8))
        for line in Decoding.lines(bytes) {
            #expect(line.utf8.count <= 76)
            #expect(!line.hasPrefix(".") && !line.hasPrefix("From "))
            #expect(line.utf8.allSatisfy { $0 == 0x09 || (0x20...0x7E).contains($0) })
        }
        for line in Decoding.lines(bytes).dropLast() {
            #expect(!line.hasSuffix(" ") && !line.hasSuffix("\t"))
        }
    }
}

/// Numbers that look random and are the same in each run (Marsaglia's xorshift64).
struct Scramble: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
