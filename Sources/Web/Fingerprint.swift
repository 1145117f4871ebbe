/// Tells whether a page is still the one that a browser has kept. It guards nothing: FNV-1a with 64 bits.
struct Fingerprint {
    /// 16 digits.
    let text: String

    init(_ bytes: some Sequence<UInt8>) {
        let hash = bytes.reduce(into: UInt64(0xCBF2_9CE4_8422_2325)) { $0 = ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        text = String(repeating: "0", count: 16 - digits.count) + digits
    }
}
