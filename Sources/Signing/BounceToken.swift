import CCrypto

/// Which delivery a returned mail speaks of: stands in the envelope sender of each message (VERP) and in its Message-ID.
///
/// A text of 26 characters, base32 in lower case: 8 bytes delivery (big-endian) and a MAC of 8, the beginning of the
/// HMAC-SHA256 of a label and those 8 bytes. No character needs its case kept, since some hosts change it (RFC 5321 §2.4
/// allows none to), and a local part of 64 has room for more. It names no key: whichever link key signed it, verifies it.
public struct BounceToken: Sendable, Hashable {
    public let delivery: Int64

    public init(delivery: Int64) {
        self.delivery = delivery
    }

    public static let length = 26

    /// The text for an address: letters and digits.
    public func signed(by keys: SecretKeys) -> String {
        let body = withUnsafeBytes(of: delivery.bigEndian) { Array($0) }
        return Self.base32(body + Self.mac(of: body, by: keys.newestLinkKey.hash))
    }

    /// The token that `text` is, in whatever case; nil for anything that none of `keys` signed.
    public static func verify(_ text: some StringProtocol, keys: SecretKeys) -> BounceToken? {
        verify(Array(text.utf8)[...], keys)
    }

    /// The first token that stands anywhere in `text`: in the local part of an address, whatever hosts on the way put around
    /// it, or in a Message-ID. Of a longer text the beginning is looked at.
    public static func first(in text: some StringProtocol, keys: SecretKeys) -> BounceToken? {
        let bytes = Array(text.utf8.prefix(longestText))
        guard bytes.count >= length else { return nil }
        return (0...(bytes.count - length)).lazy.compactMap { verify(bytes[$0..<($0 + length)], keys) }.first
    }

    private static func verify(_ text: ArraySlice<UInt8>, _ keys: SecretKeys) -> BounceToken? {
        guard let bytes = decode(text) else { return nil }
        let body = Array(bytes.prefix(bodyLength))
        let mac = Array(bytes.dropFirst(bodyLength))
        let isOurs = keys.linkKeys.values.contains { CRYPTO_memcmp(mac, Self.mac(of: body, by: $0), macLength) == 0 }
        return isOurs ? BounceToken(delivery: body.reduce(0) { $0 << 8 | Int64($1) }) : nil
    }

    private static let bodyLength = 8
    private static let macLength = 8
    /// Of an address or a Message-ID; what is longer was not written by us.
    private static let longestText = 320
    /// Keeps these MACs apart from those of link tokens.
    private static let label = Array("bounce\0".utf8)

    private static func mac(of body: [UInt8], by hash: KeyedHash) -> [UInt8] {
        Array(hash.authenticate(label + body).prefix(macLength))
    }

    // MARK: - Base32 (RFC 4648 §6, lower case, without padding)

    private static let digits = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    private static func base32(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: length) { text in
            var (bits, count, index) = (0, 0, 0)
            for byte in bytes {
                (bits, count) = (bits << 8 | Int(byte), count + 8)
                while count >= 5 {
                    count -= 5
                    text[index] = digits[bits >> count & 31]
                    index += 1
                }
                bits &= 31  // what is left over
            }
            text[index] = digits[bits << (5 - count) & 31]
            return index + 1
        }
    }

    /// Nil for other characters, another length, and for bits behind the end that are not zero.
    private static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count == length else { return nil }
        var bytes: [UInt8] = []
        var (bits, count) = (0, 0)
        for character in text {
            guard let value = value(of: character) else { return nil }
            (bits, count) = (bits << 5 | value, count + 5)
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
                bits &= 1 << count - 1
            }
        }
        return bits == 0 ? bytes : nil
    }

    private static func value(of character: UInt8) -> Int? {
        switch character | 0x20 {
        case UInt8(ascii: "a")...UInt8(ascii: "z") where character >= UInt8(ascii: "A"):
            Int(character | 0x20) - Int(UInt8(ascii: "a"))
        case UInt8(ascii: "2")...UInt8(ascii: "7") where character == character | 0x20:
            Int(character) - Int(UInt8(ascii: "2")) + 26
        default: nil
        }
    }
}
