/// The frame of a message that says the same as plain text and as HTML (RFC 2046 §5.1.4).
///
/// The message is `header`, then for each part `opening(_:)` and its quoted-printable text, then `closing`. No empty line
/// goes in between: an opening begins with one.
public struct MultipartAlternative: Sendable {
    public enum Part: String, Sendable {
        case plain, html
    }

    private let boundary: String

    /// `seed` (1 to 60 letters and digits) makes the boundary: the same seed, the same bytes. Whatever it is, the boundary
    /// stands in no part: quoted-printable text has no `=_`.
    public init(seed: String) {
        boundary = "=_\(seed)"
    }

    /// MIME-Version and Content-Type.
    public var header: [HeaderField] {
        [
            HeaderField("MIME-Version", tokens: ["1.0"]),
            HeaderField("Content-Type", tokens: ["multipart/alternative;", "boundary=\"\(boundary)\""]),
        ]
    }

    /// The delimiter, the part's own header and the empty line after it. The text that follows ends in a line end or not.
    public func opening(_ part: Part) -> [UInt8] {
        let fields = [
            HeaderField("Content-Type", tokens: ["text/\(part.rawValue);", "charset=utf-8"]),
            HeaderField("Content-Transfer-Encoding", tokens: ["quoted-printable"]),
        ]
        // The CRLF before a delimiter belongs to it, not to the text (RFC 2046 §5.1.1).
        return Array("\r\n--\(boundary)\r\n".utf8) + fields.flatMap(\.bytes) + [0x0D, 0x0A]
    }

    public var closing: [UInt8] {
        Array("\r\n--\(boundary)--\r\n".utf8)
    }
}
