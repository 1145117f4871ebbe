import Mail

/// A short message from the program to its admin: plain text, no template, since nobody but the admin sees it.
public struct Notice: Sendable {
    private let subject: String
    private let text: String

    /// - Parameter text: lines end with `\n`.
    public init(subject: String, text: String) {
        self.subject = subject
        self.text = text
    }

    /// RFC 5322 bytes with CRLF. `Auto-Submitted` (RFC 3834 §5) keeps auto-responders quiet.
    public func message(from: Mailbox, to recipient: Mailbox, messageID: String, date: Timestamp) -> [UInt8] {
        let fields = [
            HeaderField("Date", tokens: [date.rfc5322]),
            HeaderField("Message-ID", tokens: ["<\(messageID)>"]),
            HeaderField("From", mailbox: from),
            HeaderField("To", mailbox: recipient),
            HeaderField("Subject", text: subject),
            HeaderField("Auto-Submitted", tokens: ["auto-generated"]),
            HeaderField("MIME-Version", tokens: ["1.0"]),
            HeaderField("Content-Type", tokens: ["text/plain;", "charset=utf-8"]),
            HeaderField("Content-Transfer-Encoding", tokens: ["quoted-printable"]),
        ]
        return fields.flatMap(\.bytes) + Array("\r\n".utf8) + QuotedPrintable.encode(text)
    }
}
