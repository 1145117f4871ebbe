/// The base 64 codings of RFC 4648, decoded strictly: each sequence of bytes has exactly one text.
struct Base64: Sendable {
    /// §4, with `=` at the end: for files.
    static let standard = Base64("+/", isPadded: true)
    /// §5, without `=`: for links.
    static let url = Base64("-_", isPadded: false)

    private let digits: [UInt8]
    private let isPadded: Bool
    /// By digit; 0xFF for what is none.
    private let values: [UInt8]

    private init(_ lastTwo: String, isPadded: Bool) {
        digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(lastTwo)".utf8)
        self.isPadded = isPadded
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        self.values = values
    }

    func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { text in
            var count = 0
            func append(_ byte: UInt8) {
                text.initializeElement(at: count, to: byte)
                count += 1
            }
            var bits: UInt32 = 0
            var bitCount: UInt32 = 0
            for byte in bytes {
                bits = bits << 8 | UInt32(byte)
                bitCount += 8
                while bitCount >= 6 {
                    bitCount -= 6
                    append(digits[Int(bits >> bitCount & 0x3F)])
                }
            }
            if bitCount > 0 { append(digits[Int(bits << (6 - bitCount) & 0x3F)]) }
            while isPadded, count % 4 != 0 { append(UInt8(ascii: "=")) }
            return count
        }
    }

    /// Nil for other characters, a wrong length or padding, and unused bits that aren't zero (§3.5).
    func decode(_ text: some StringProtocol) -> [UInt8]? {
        var coded = Array(text.utf8)
        if isPadded {
            guard coded.count % 4 == 0 else { return nil }
            let padding = coded.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
            coded.removeLast(padding)
        }
        guard coded.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(coded.count * 3 / 4)
        var bits: UInt32 = 0
        var bitCount = 0
        for digit in coded {
            let value = values[Int(digit)]
            guard value != 0xFF else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
            }
        }
        let unused = bits & (1 << UInt32(bitCount) - 1)
        return unused == 0 ? bytes : nil
    }
}
