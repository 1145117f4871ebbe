/// The header fields by which mail programs know a mailing list (RFC 2369, RFC 2919, RFC 8058).
///
/// Addresses on the web must be http or https URLs in ASCII; what can't stand between angle brackets is percent-encoded.
public struct ListHeaders: Sendable {
    /// The same in every copy: List-Id, List-Archive, List-Subscribe.
    public let fields: [HeaderField]

    /// - Parameters:
    ///   - title: the list's name for people.
    ///   - identifier: the list's name in the domain that names it, such as `msme.news.example.org` (RFC 2919 §2).
    public init(title: String, identifier: String, archiveURL: String, subscribeURL: String) {
        fields = [
            HeaderField("List-Id", tokens: HeaderField.phrase(title) + ["<\(identifier)>"]),
            HeaderField("List-Archive", tokens: [Self.bracketed(archiveURL)]),
            HeaderField("List-Subscribe", tokens: [Self.bracketed(subscribeURL)]),
        ]
    }

    /// The reader's own way out: `List-Unsubscribe`, and the promise that a POST to it is enough (RFC 8058 §3.1).
    public static func unsubscribe(_ url: String) -> [HeaderField] {
        [
            HeaderField("List-Unsubscribe", tokens: [bracketed(url)]),
            HeaderField("List-Unsubscribe-Post", tokens: ["List-Unsubscribe=One-Click"]),
        ]
    }

    private static func bracketed(_ url: String) -> String {
        var bytes: [UInt8] = []
        for byte in url.utf8 {
            switch byte {
            case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), ...0x20, 0x7F...:
                bytes += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 0x0F)]
            default: bytes.append(byte)
            }
        }
        return "<\(String(decoding: bytes, as: UTF8.self))>"
    }
}
