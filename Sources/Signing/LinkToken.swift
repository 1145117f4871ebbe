import CCrypto
import Mail

/// What a link in a mail says: what it is for and whose subscription it changes.
///
/// Signed, it is a text of 48 characters: base64url of 20 bytes (all big-endian: key number 2, purpose 1, subscription
/// 8, generation 4, seconds of `issuedAt` 5 or zero) and a MAC of 16. The MAC is the first half of the HMAC-SHA256 of a
/// label and those 20 bytes. A signed token shows what it says; it only can't be made or changed without the key.
public struct LinkToken: Sendable, Hashable {
    public let purpose: LinkPurpose
    public let subscription: Int64
    /// Raised by each new request for the subscription; not negative.
    public let generation: Int32
    /// Nil for a link that never expires. How long others live is for whoever looks at them to say.
    public let issuedAt: Timestamp?

    /// Moments outside 1970-01-01T00:00:01Z to the year 36812 become the nearest one within when signed.
    public init(purpose: LinkPurpose, subscription: Int64, generation: Int32, issuedAt: Timestamp? = nil) {
        self.purpose = purpose
        self.subscription = subscription
        self.generation = generation
        self.issuedAt = issuedAt
    }

    /// The text for a link: letters, digits, `-` and `_`.
    public func signed(by keys: SecretKeys) -> String {
        let (number, hash) = keys.newestLinkKey
        // The label comes first for the MAC, and is not sent.
        var bytes = Self.label
        bytes.reserveCapacity(bytes.count + KeyedHash.length + Self.bodyLength)
        Self.append(number, to: &bytes)
        bytes.append(purpose.rawValue)
        Self.append(subscription, to: &bytes)
        Self.append(generation, to: &bytes)
        let seconds = issuedAt.map { min(max($0.seconds, 1), Self.latestSecond) } ?? 0
        bytes += withUnsafeBytes(of: seconds.bigEndian) { $0.suffix(5) }
        bytes += hash.authenticate(bytes).prefix(Self.macLength)
        bytes.removeFirst(Self.label.count)
        return Base64.url.encode(bytes)
    }

    /// The token that `text` is, if one of `keys` signed it for this purpose; nil for anything forged, malformed or meant
    /// for another purpose. It says nothing about expiry. Takes the same time for every wrong MAC.
    public static func verify(_ text: String, purpose: LinkPurpose, keys: SecretKeys) -> LinkToken? {
        guard text.utf8.count == textLength, let bytes = Base64.url.decode(text) else { return nil }
        let body = Array(bytes.prefix(bodyLength))
        let mac = Array(bytes.dropFirst(bodyLength))
        guard let hash = keys.linkKeys[UInt16(truncatingIfNeeded: number(body[0..<2]))],
            CRYPTO_memcmp(mac, Self.mac(of: body, by: hash), macLength) == 0,
            body[2] == purpose.rawValue
        else { return nil }
        let seconds = number(body[15..<20])
        return LinkToken(
            purpose: purpose, subscription: number(body[3..<11]),
            generation: Int32(truncatingIfNeeded: number(body[11..<15])),
            issuedAt: seconds == 0 ? nil : Timestamp(seconds: seconds))
    }

    private static let bodyLength = 20
    private static let macLength = 16
    private static let length = bodyLength + macLength
    private static let textLength = length / 3 * 4
    private static let latestSecond: Int64 = 1 << 40 - 1
    /// Keeps these MACs apart from those of anything else that link keys may sign.
    private static let label = Array("link\0".utf8)

    private static func mac(of body: [UInt8], by hash: KeyedHash) -> [UInt8] {
        Array(hash.authenticate(label + body).prefix(macLength))
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
        bytes.reduce(0) { $0 << 8 | Int64($1) }
    }
}
