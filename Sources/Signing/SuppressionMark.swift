/// How a suppressed address is remembered without the address: HMAC-SHA256 under the suppression key, so that it can be
/// recognised but neither read nor, without the key, guessed.
public struct SuppressionMark: Sendable, Hashable {
    /// 32 bytes
    public let bytes: [UInt8]

    /// - Parameter key: an `EmailAddress.key`, or the pattern of a domain; its UTF-8 bytes are what counts.
    public init(of key: String, keys: SecretKeys) {
        bytes = keys.suppressionKey.authenticate(Array(key.utf8))
    }
}
