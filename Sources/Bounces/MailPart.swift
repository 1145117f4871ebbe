/// A part of a message, decoded: a plain value, cut to size.
struct MailPart: Sendable, Equatable {
    /// `text/plain`, in lower case.
    var type: String
    var header = HeaderFields()
    /// Parameters of Content-Type that matter here, lower-cased names.
    var reportType: String?
    /// The text of a leaf; empty for what is neither text nor a report.
    var text = ""
    /// It has a file's name or calls itself an attachment.
    var isAttachment = false
    /// The parts of a multipart; the one message of a message/rfc822.
    var children: [MailPart] = []

    var isMultipart: Bool { type.hasPrefix("multipart/") }
    var isMessage: Bool { Self.messageTypes.contains(type) }
    /// The header of a returned message alone (RFC 6522 §4, RFC 6533 §3).
    var isMessageHeader: Bool { Self.headerTypes.contains(type) }

    private static let messageTypes: Set = ["message/rfc822", "message/global", "message/news"]
    private static let headerTypes: Set = [
        "text/rfc822-headers", "message/rfc822-headers", "message/global-headers", "text/rfc822-header",
    ]

    /// The parts of this message in their order, without what a message inside it contains.
    var ownParts: [MailPart] {
        isMultipart ? children.flatMap(\.ownParts) : [self]
    }
}
