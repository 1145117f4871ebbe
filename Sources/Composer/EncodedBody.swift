import Mail

/// The two sides of a mail as multipart/alternative, encoded once and cut at the slots.
///
/// A slot stands between two soft line breaks, so what surrounds it doesn't depend on its value: filling is copying.
struct EncodedBody: Sendable {
    private enum Filling: Sendable {
        case plain(Slot)
        case html(Slot)
    }

    /// MIME-Version and Content-Type.
    let header: [HeaderField]
    /// One more than `fillings`.
    private var chunks: [[UInt8]] = [[]]
    private var fillings: [Filling] = []

    /// `seed` makes the boundary, see `MultipartAlternative`.
    init(text: SlottedText, html: SlottedText, seed: String) {
        let frame = MultipartAlternative(seed: seed)
        header = frame.header
        append(frame.opening(.plain))
        append(text, Filling.plain)
        append(frame.opening(.html))
        append(html, Filling.html)
        append(frame.closing)
    }

    var byteCount: Int { chunks.reduce(0) { $0 + $1.count } }

    /// Appends the body to `bytes`, beginning with the empty line after the header.
    func fill(into bytes: inout [UInt8], _ value: (Slot) -> String) {
        for (index, chunk) in chunks.enumerated() {
            bytes += chunk
            guard index < fillings.count else { return }
            switch fillings[index] {
            case .plain(let slot): bytes += QuotedPrintable.encode(value(slot))
            case .html(let slot): bytes += QuotedPrintable.encode(HTMLText.escape(value(slot)))
            }
        }
    }

    private mutating func append(_ bytes: [UInt8]) {
        chunks[chunks.count - 1] += bytes
    }

    private mutating func append(_ text: SlottedText, _ filling: (Slot) -> Filling) {
        append(QuotedPrintable.encode(text.texts.first ?? ""))
        for (slot, text) in zip(text.slots, text.texts.dropFirst()) {
            append(QuotedPrintable.softBreak)
            fillings.append(filling(slot))
            chunks.append(QuotedPrintable.softBreak + QuotedPrintable.encode(text))
        }
    }
}
