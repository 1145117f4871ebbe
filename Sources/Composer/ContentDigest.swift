/// A short name for content: the same content, the same name (FNV-1a with 128 bits, draft-eastlake-fnv §2 and §3).
///
/// It tells versions of an issue apart and makes boundaries; it protects against nobody.
struct ContentDigest {
    private var state = UInt128(0x6C62_272E_07BB_0142) << 64 | UInt128(0x62B8_2175_6295_C58D)
    private static let prime: UInt128 = 1 << 88 | 0x13B

    /// Adds `text` and its end, so that moving a letter from one text to the next makes a difference.
    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0xFF)
    }

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { add(byte) }
    }

    private mutating func add(_ byte: UInt8) {
        state = (state ^ UInt128(byte)) &* Self.prime
    }

    /// 32 hexadecimal digits.
    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
