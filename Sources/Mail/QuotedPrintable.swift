/// Quoted-printable text (RFC 2045 §6.7): 7-bit lines of at most 76 characters that end in CRLF.
public enum QuotedPrintable {
    /// What joins two encoded texts. Each then stands at column 0, so its encoding doesn't depend on the other.
    public static let softBreak: [UInt8] = Array("=\r\n".utf8)

    /// Encodes text; LF, CR and CRLF are line ends. Starts at column 0 and leaves room for a soft break at its end.
    ///
    /// No line of the result starts with `.`, which SMTP would double, or with `From `, which mailbox files quote (and
    /// which breaks a signature).
    public static func encode(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + text.utf8.count / 8)
        append(text, to: &bytes)
        return bytes
    }

    /// Encodes `text` as `encode(_:)` does, at the end of `bytes`, whose last line has to be complete.
    public static func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { text in
            var encoder = Encoder(output: bytes)
            bytes = []  // else the encoder would write to a copy
            encoder.encode(text)
            bytes = encoder.output
        }
    }
}

private struct Encoder {
    private(set) var output: [UInt8]
    private var column = 0

    init(output: [UInt8]) {
        self.output = output
    }

    mutating func encode(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < bytes.count {
            let plain = plainRun(in: bytes, at: index)
            if !plain.isEmpty {
                output += bytes[plain]
                column += plain.count
                index = plain.upperBound
            } else if let length = lineEnd(in: bytes, at: index) {
                output += [0x0D, 0x0A]
                column = 0
                index += length
            } else {
                let end = characterEnd(in: bytes, at: index)
                append(bytes, index..<end)
                index = end
            }
        }
    }

    /// The bytes from `index` on that stand for themselves and fit the line; empty where the next one needs a closer look.
    private func plainRun(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Range<Int> {
        if column == 0, mustNotStartLine(bytes, at: index) { return index..<index }
        let limit = min(bytes.count, index + max(0, 75 - column))
        var end = index
        while end < limit {
            switch bytes[end] {
            case UInt8(ascii: "="): return index..<end
            case 0x21...0x7E: end += 1
            // At the end of a line a space would be lost.
            case UInt8(ascii: " ") where end + 1 < bytes.count && bytes[end + 1] >= 0x20: end += 1
            default: return index..<end
            }
        }
        return index..<end
    }

    /// A UTF-8 sequence stays on one line: some readers decode line by line.
    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        let isBeforeLineEnd = lineEnd(in: bytes, at: range.upperBound) != nil
        let isLiteral = isLiteral(bytes[range.lowerBound], isBeforeLineEnd: isBeforeLineEnd)
        // The 76th column belongs to the "=" of a soft break, unless the line ends by itself.
        let limit = isBeforeLineEnd ? 76 : 75
        if column + (isLiteral ? 1 : 3 * range.count) > limit {
            output += QuotedPrintable.softBreak
            column = 0
        }
        if isLiteral, !(column == 0 && mustNotStartLine(bytes, at: range.lowerBound)) {
            output.append(bytes[range.lowerBound])
            column += 1
        } else {
            for byte in bytes[range] { appendEscaped(byte) }
        }
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        output.append(UInt8(ascii: "="))
        output.append(hexDigit(byte >> 4))
        output.append(hexDigit(byte & 0x0F))
        column += 3
    }

    private func isLiteral(_ byte: UInt8, isBeforeLineEnd: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "="): false
        case 0x21...0x7E: true
        case UInt8(ascii: " "), UInt8(ascii: "\t"): !isBeforeLineEnd
        default: false
        }
    }

    private func mustNotStartLine(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        bytes[index] == UInt8(ascii: ".") || bytes[index...].starts(with: "From ".utf8)
    }

    private func lineEnd(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
        guard index < bytes.count else { return nil }
        if bytes[index] == 0x0A { return 1 }
        guard bytes[index] == 0x0D else { return nil }
        return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
    }

    private func characterEnd(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        var end = index + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}

/// The upper-case hexadecimal digit of a number below 16.
func hexDigit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") - 10 + nibble
}
