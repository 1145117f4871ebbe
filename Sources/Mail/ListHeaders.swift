/// The header fields by which mail programs know a mailing list (RFC 2369, RFC 2919, RFC 8058).
///
/// Addresses on the web must be http or https URLs in ASCII; what can't stand between angle brackets is percent-encoded.
public struct ListHeaders: Sendable {
    /// The same in every copy: List-Id, List-Archive, List-Subscribe, List-Help and, where there is one, List-Owner.
    public let fields: [HeaderField]

    /// - Parameters:
    ///   - title: the list's name for people.
    ///   - identifier: the list's name in the domain that names it, such as `msme.news.example.org` (RFC 2919 §2).
    ///   - helpURL: where a reader finds out about the list, with no more than a browser (RFC 2369 §3.1).
    ///   - owner: a person whom readers can write to (RFC 2369 §3.5).
    public init(
        title: String, identifier: String, archiveURL: String, subscribeURL: String, helpURL: String,
        owner: EmailAddress? = nil
    ) {
        var fields = [
            HeaderField("List-Id", tokens: HeaderField.phrase(title) + ["<\(identifier)>"]),
            HeaderField("List-Archive", tokens: [Self.bracketed(archiveURL)]),
            HeaderField("List-Subscribe", tokens: [Self.bracketed(subscribeURL)]),
            HeaderField("List-Help", tokens: [Self.bracketed(helpURL)]),
        ]
        if let owner { fields.append(HeaderField("List-Owner", tokens: [Self.bracketed(Self.mailto(owner))])) }
        self.fields = fields
    }

    /// The reader's own way out: `List-Unsubscribe`, and the promise that a POST to its URL is enough (RFC 8058 §3.1).
    ///
    /// - Parameter mailto: for mail programs that know no more than RFC 2369: a whole `mailto:` URL, only where somebody
    ///   reads that mail.
    public static func unsubscribe(_ url: String, mailto: String? = nil) -> [HeaderField] {
        [HeaderField("List-Unsubscribe", tokens: ways(url, mailto)), oneClick]
    }

    /// Writes the same at the end of a header.
    public static func appendUnsubscribe(_ url: String, mailto: String? = nil, to bytes: inout [UInt8]) {
        HeaderField.append("List-Unsubscribe", tokens: ways(url, mailto), to: &bytes)
        bytes += oneClick.bytes
    }

    private static let oneClick = HeaderField("List-Unsubscribe-Post", tokens: ["List-Unsubscribe=One-Click"])

    private static func ways(_ url: String, _ mailto: String?) -> [String] {
        guard let mailto else { return [bracketed(url)] }
        return [bracketed(url) + ",", bracketed(mailto)]
    }

    /// Where this very message stands on the web (RFC 5064 §2.2).
    public static func archivedAt(_ url: String) -> HeaderField {
        HeaderField("Archived-At", tokens: [bracketed(url)])
    }

    /// The `mailto:` URL of an address, with a subject for the mail (RFC 6068 §2).
    public static func mailto(_ address: EmailAddress, subject: String? = nil) -> String {
        "mailto:\(PercentEncoding.encode(address.envelope, keeping: "@"))"
            + (subject.map { "?subject=\(PercentEncoding.encode($0))" } ?? "")
    }

    private static func bracketed(_ url: String) -> String {
        if url.utf8.allSatisfy(standsInBrackets) { return "<" + url + ">" }
        var bytes: [UInt8] = []
        for byte in url.utf8 {
            if standsInBrackets(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 0x0F)]
            }
        }
        return "<\(String(decoding: bytes, as: UTF8.self))>"
    }

    private static func standsInBrackets(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), ...0x20, 0x7F...: false
        default: true
        }
    }
}
