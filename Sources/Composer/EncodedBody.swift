import Mail

/// The body of a mail, encoded once and cut at the slots: filling is copying.
///
/// A slot or section stands between two soft line breaks, so what surrounds it doesn't depend on its value.
struct EncodedBody: Sendable {
    private enum Step: Sendable {
        case bytes([UInt8])
        case slot(Slot, SlottedText.Escape)
        /// Passes over the next `count` steps unless the condition holds.
        case section(SlottedText.Condition, count: Int)
    }

    private var steps: [Step] = []
    /// MIME-Version and Content-Type of the whole.
    private(set) var header: [HeaderField] = []
    /// Without what slots add.
    private(set) var byteCount = 0

    /// A file that goes with every copy.
    struct Attachment: Sendable {
        let fields: [HeaderField]
        let bytes: [UInt8]
    }

    /// - Parameters:
    ///   - isFlowed: the text keeps to format=flowed (RFC 3676).
    ///   - inline: files that the HTML refers to.
    ///   - seed: makes the boundaries, see `MultipartFrame`.
    init(
        text: SlottedText, html: SlottedText, isFlowed: Bool = false, inline: [Attachment] = [],
        attachments: [Attachment] = [], seed: String
    ) {
        let alternative = MultipartFrame(.alternative, seed: seed)
        let mixed = attachments.isEmpty ? nil : MultipartFrame(.mixed, seed: seed)
        header = [HeaderField("MIME-Version", tokens: ["1.0"]), (mixed ?? alternative).field]
        if let mixed { append(mixed.delimiter + alternative.field.bytes) }

        append(alternative.delimiter)
        append(Self.textFields("plain", isFlowed: isFlowed))
        append(text.pieces, .none)
        append(alternative.delimiter)
        if inline.isEmpty {
            append(Self.textFields("html"))
            append(html.pieces, .html)
        } else {
            let related = MultipartFrame(.related, seed: seed)
            append(related.field.bytes + related.delimiter + Self.textFields("html"))
            append(html.pieces, .html)
            for image in inline { append(image, in: related) }
            append(related.closing)
        }
        append(alternative.closing)
        if let mixed {
            for attachment in attachments { append(attachment, in: mixed) }
            append(mixed.closing)
        }
    }

    /// Appends the body to `bytes`, beginning with the empty line after the header.
    func fill(into bytes: inout [UInt8], _ value: (MergeField) -> String) {
        var index = 0
        while index < steps.count {
            switch steps[index] {
            case .bytes(let fixed): bytes += fixed
            case .slot(let slot, let escape):
                // The soft break before it has ended the line.
                QuotedPrintable.append(escape(slot.content(value)), to: &bytes)
            case .section(let condition, let count):
                if !condition.holds(value) { index += count }
            }
            index += 1
        }
    }

    private static func textFields(_ subtype: String, isFlowed: Bool = false) -> [UInt8] {
        let type = ["text/\(subtype);", isFlowed ? "charset=utf-8;" : "charset=utf-8"]
        let fields = [
            HeaderField("Content-Type", tokens: type + (isFlowed ? ["format=flowed"] : [])),
            HeaderField("Content-Transfer-Encoding", tokens: ["quoted-printable"]),
        ]
        return fields.flatMap(\.bytes) + [0x0D, 0x0A]
    }

    private mutating func append(_ attachment: Attachment, in frame: MultipartFrame) {
        append(
            frame.delimiter + attachment.fields.flatMap(\.bytes) + [0x0D, 0x0A] + Base64Body.encode(attachment.bytes))
    }

    private mutating func append(_ bytes: [UInt8]) {
        byteCount += bytes.count
        if case .bytes(let last) = steps.last, !isAfterSection {
            steps[steps.count - 1] = .bytes(last + bytes)
        } else {
            steps.append(.bytes(bytes))
            isAfterSection = false
        }
    }

    /// The last bytes may be skipped: what follows must not join them.
    private var isAfterSection = false

    private mutating func append(_ pieces: [SlottedText.Piece], _ escape: SlottedText.Escape) {
        for piece in pieces {
            switch piece {
            case .text(let text): append(QuotedPrintable.encode(text))
            case .slot(let slot):
                append(QuotedPrintable.softBreak)
                steps.append(.slot(slot, escape))
                append(QuotedPrintable.softBreak)
            case .section(let condition, let inner):
                append(QuotedPrintable.softBreak)
                let start = steps.count
                steps.append(.section(condition, count: 0))
                append(inner, escape)
                append(QuotedPrintable.softBreak)
                steps[start] = .section(condition, count: steps.count - start - 1)
                isAfterSection = true
            case .image: break  // their addresses are in the text by now
            }
        }
    }
}
