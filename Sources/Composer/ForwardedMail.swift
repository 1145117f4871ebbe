import Mail

/// A person's mail on its way to the list's owner, whole and unchanged as an attachment. An answer goes to the person.
public struct ForwardedMail: Sendable {
    private let message: [UInt8]
    private let author: EmailAddress?
    private let subject: String

    /// - Parameter author: whom an answer goes to; nil where it is unknown.
    public init(_ message: [UInt8], author: EmailAddress?, subject: String?) {
        self.message = message
        self.author = author
        self.subject = subject ?? ""
    }

    private static let words = """
        A reader answered an issue or wrote to its return address. The mail is attached as it came; an answer to this one goes \
        to its sender.

        """

    /// RFC 5322 bytes with CRLF. `Auto-Submitted` (RFC 3834 §5) keeps auto-responders quiet.
    public func message(from: Mailbox, to recipient: Mailbox, messageID: String, date: Timestamp) -> [UInt8] {
        let frame = MultipartFrame(.mixed, seed: String(messageID.prefix { $0 != "@" }.prefix(40)))
        let reply = author.map { [HeaderField("Reply-To", mailbox: Mailbox(name: nil, address: $0))] } ?? []
        let fields =
            [
                HeaderField("Date", tokens: [date.rfc5322]),
                HeaderField("Message-ID", tokens: ["<\(messageID)>"]),
                HeaderField("From", mailbox: from),
                HeaderField("To", mailbox: recipient),
            ] + reply + [
                HeaderField("Subject", text: "Reader's mail: \(Sentinel.strippedLine(String(subject.prefix(200))))"),
                HeaderField("Auto-Submitted", tokens: ["auto-generated"]),
                HeaderField("MIME-Version", tokens: ["1.0"]),
                frame.field,
            ]
        var bytes = fields.flatMap(\.bytes)
        bytes += frame.delimiter + Array("Content-Type: text/plain; charset=utf-8\r\n\r\n".utf8)
        bytes += Self.words.utf8.flatMap { $0 == UInt8(ascii: "\n") ? [0x0D, 0x0A] : [$0] }
        return bytes + frame.delimiter + attachment + frame.closing
    }

    /// RFC 2046 §5.2.1: a message/rfc822 is not encoded, so that only plain bytes in short lines can be one; any other message
    /// goes as a file, which mail programs open as well.
    private var attachment: [UInt8] {
        let lines = message.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        }
        let isPlain = lines.allSatisfy { line in
            line.count <= 990 && line.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x09 }
                // Nothing in it can be taken for the frame's own line.
                && !line.starts(with: "--=_".utf8)
        }
        if isPlain {
            return Array("Content-Type: message/rfc822\r\n\r\n".utf8) + Array(lines.joined(separator: [0x0D, 0x0A]))
        }
        let head = [
            "Content-Type: application/octet-stream; name=\"mail.eml\"",
            "Content-Disposition: attachment; filename=\"mail.eml\"", "Content-Transfer-Encoding: base64", "", "",
        ]
        return Array(head.joined(separator: "\r\n").utf8) + Base64Body.encode(message)
    }
}
