import CCrypto

/// A secret that somebody else has too. Comparing takes the same time whatever is wrong. Printing it shows nothing of it.
public struct SharedSecret: Sendable, CustomStringConvertible, CustomReflectable {
    private let hash: KeyedHash

    public init(_ text: String) {
        hash = KeyedHash(key: Array(text.utf8))
    }

    public func matches(_ text: String) -> Bool {
        let (own, other) = (hash.authenticate(hash.key), hash.authenticate(Array(text.utf8)))
        return CRYPTO_memcmp(own, other, KeyedHash.length) == 0
    }

    /// Whether the lower-case hexadecimal digits are HMAC-SHA256 of the message under this secret.
    public func authenticates(_ message: String, hexadecimal: String) -> Bool {
        let digits = Array("0123456789abcdef".utf8)
        let own = hash.authenticate(Array(message.utf8)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        let other = Array(hexadecimal.utf8)
        return other.count == own.count && CRYPTO_memcmp(own, other, own.count) == 0
    }

    public var description: String { "(secret)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
