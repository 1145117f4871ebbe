/// The frame around the parts of a multipart body (RFC 2046 §5.1).
///
/// The body is, for each part, `delimiter`, the part's own header fields, an empty line and its content; then `closing`.
/// A delimiter begins with the line end that belongs to it, so the empty line after the outer header comes by itself.
public struct MultipartFrame: Sendable {
    public enum Kind: String, Sendable {
        /// The same in several forms, the best last (§5.1.4).
        case alternative
        /// The first part refers to the others (RFC 2387); it is HTML here.
        case related
        case mixed
    }

    private let kind: Kind
    private let boundary: String

    /// `seed` (1 to 60 letters and digits) makes the boundary: the same seed, the same bytes. Whatever it is, the boundary
    /// stands in no part: neither quoted-printable nor base64 has `=_`. Frames of different kinds fit into one another.
    public init(_ kind: Kind, seed: String) {
        self.kind = kind
        boundary = "=_\(kind.rawValue.prefix(1))\(seed)"
    }

    /// Content-Type.
    public var field: HeaderField {
        let type = kind == .related ? ["multipart/related;", "type=\"text/html\";"] : ["multipart/\(kind.rawValue);"]
        return HeaderField("Content-Type", tokens: type + ["boundary=\"\(boundary)\""])
    }

    public var delimiter: [UInt8] {
        // The CRLF before a delimiter belongs to it, not to the part (RFC 2046 §5.1.1).
        Array("\r\n--\(boundary)\r\n".utf8)
    }

    public var closing: [UInt8] {
        Array("\r\n--\(boundary)--\r\n".utf8)
    }
}
