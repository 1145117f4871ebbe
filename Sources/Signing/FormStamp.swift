import CCrypto
import Mail

/// When a form was shown, signed: whoever sends one without it, or faster than a person types, did not look at the page.
///
/// A text of 32 characters: base64url of 8 bytes (big-endian: key number 2, kind of page 1, seconds 5) and a MAC of 16, the
/// first half of the HMAC-SHA256 of a label and those 8 bytes.
public struct FormStamp: Sendable, Hashable {
    public enum Page: UInt8, Sendable {
        case form = 1
        /// The one that asks whether it was a person who sent the form.
        case question = 2
    }

    public let page: Page
    public let shownAt: Timestamp

    public init(_ page: Page, shownAt: Timestamp) {
        self.page = page
        self.shownAt = shownAt
    }

    /// The text for a hidden field.
    public func signed(by keys: SecretKeys) -> String {
        let (number, hash) = keys.newestLinkKey
        var bytes = withUnsafeBytes(of: number.bigEndian) { Array($0) }
        bytes.append(page.rawValue)
        bytes += withUnsafeBytes(of: max(shownAt.seconds, 0).bigEndian) { $0.suffix(5) }
        return Base64.url.encode(bytes + Self.mac(of: bytes, by: hash))
    }

    /// The stamp that `text` is, if one of `keys` signed it; nil for anything else. It says nothing about age.
    public static func verify(_ text: String, keys: SecretKeys) -> FormStamp? {
        guard text.utf8.count == 32, let bytes = Base64.url.decode(text) else { return nil }
        let body = Array(bytes.prefix(bodyLength))
        let mac = Array(bytes.dropFirst(bodyLength))
        guard let hash = keys.linkKeys[UInt16(body[0]) << 8 | UInt16(body[1])],
            CRYPTO_memcmp(mac, Self.mac(of: body, by: hash), macLength) == 0,
            let page = Page(rawValue: body[2])
        else { return nil }
        return FormStamp(page, shownAt: Timestamp(seconds: body[3...].reduce(0) { $0 << 8 | Int64($1) }))
    }

    private static let bodyLength = 8
    private static let macLength = 16
    /// Keeps these MACs apart from those of link tokens.
    private static let label = Array("form\0".utf8)

    private static func mac(of body: [UInt8], by hash: KeyedHash) -> [UInt8] {
        Array(hash.authenticate(label + body).prefix(macLength))
    }
}
