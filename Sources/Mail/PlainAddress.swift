/// The address that nearly everybody has: ASCII letters, digits and a few signs, no quotes, no A-label. Whatever is not plain
/// takes the long way of `EmailAddress`, which also knows what is wrong with it.
struct PlainAddress {
    let localPart: String
    let domain: String
    let asciiDomain: String
    let key: String

    init?(_ text: String) {
        var text = text
        guard let (at, isLower) = text.withUTF8(Self.examine) else { return nil }
        localPart = String(decoding: text.utf8.prefix(at), as: UTF8.self)
        domain = String(decoding: text.utf8.dropFirst(at + 1), as: UTF8.self)
        asciiDomain = isLower ? domain : domain.lowercased()
        key = isLower ? text : text.lowercased()
    }

    /// Where the @ stands, and whether all letters are small.
    private static func examine(_ bytes: UnsafeBufferPointer<UInt8>) -> (at: Int, isLower: Bool)? {
        guard bytes.count <= 254 else { return nil }
        var at = 0
        var isLower = true
        // Of the present label, or of the part between two dots.
        var start = 0
        var hasLetter = false
        var labels = 1
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): hasLetter = true
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                hasLetter = true
                isLower = false
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "."), UInt8(ascii: "@"):
                guard index > start, at == 0 || byte != UInt8(ascii: "@"), endsWell(bytes, start..<index, at) else {
                    return nil
                }
                if byte == UInt8(ascii: "@") { at = index }
                labels = byte == UInt8(ascii: "@") ? 1 : labels + 1
                start = index + 1
                hasLetter = false
            case UInt8(ascii: "-"):
                // Two in a row may be an A-label's.
                guard at == 0 || index > start && bytes[index - 1] != byte else { return nil }
            case UInt8(ascii: "_"), UInt8(ascii: "+"): if at > 0 { return nil }
            default: return nil
            }
        }
        let isWhole = at > 0 && at <= 64 && labels > 1 && hasLetter && start < bytes.count
        return isWhole && endsWell(bytes, start..<bytes.count, at) ? (at, isLower) : nil
    }

    /// RFC 1035 §2.3.1, §2.3.4; local parts have no such rules.
    private static func endsWell(_ bytes: UnsafeBufferPointer<UInt8>, _ label: Range<Int>, _ at: Int) -> Bool {
        at == 0 || label.count <= 63 && bytes[label.upperBound - 1] != UInt8(ascii: "-")
    }
}
