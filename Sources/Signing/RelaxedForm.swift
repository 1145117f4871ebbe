/// The canonical forms `relaxed` of RFC 6376 §3.4.2 and §3.4.4, in which a mail may change its white space on the way.
enum RelaxedForm {
    private static let tab = UInt8(ascii: "\t")
    private static let space = UInt8(ascii: " ")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let colon = UInt8(ascii: ":")

    /// Appends a header field: its name in lower case, unfolded, white space as single spaces, and CRLF.
    ///
    /// - Parameter field: from its name to its last CRLF, which may be missing.
    static func append(field: Span<UInt8>, to bytes: inout [UInt8]) {
        var index = 0
        while index < field.count, field[index] != colon {
            let byte = field[index]
            if byte != space, byte != tab { bytes.append(lowercased(byte)) }
            index += 1
        }
        bytes.append(colon)
        index += 1
        // White space around the colon goes, and so does what stands at the end.
        var isGap = false
        var hasText = false
        while index < field.count {
            let byte = field[index]
            index += 1
            switch byte {
            case space, tab, carriageReturn, lineFeed: isGap = hasText
            default:
                if isGap { bytes.append(space) }
                bytes.append(byte)
                isGap = false
                hasText = true
            }
        }
        bytes.append(carriageReturn)
        bytes.append(lineFeed)
    }

    /// Gives the canonical body piece by piece; most pieces are long runs of the body as it is.
    ///
    /// - Parameter body: with CRLF line ends. An empty one has an empty form (§3.4.4).
    static func forEachPiece(ofBody body: Span<UInt8>, _ receive: (Span<UInt8>) -> Void) {
        var end = body.count
        // Empty lines at the end don't count, nor white space before a line's end, so lines of white space neither.
        while end > 0, isWhite(body[end - 1]) || isLineEnd(body[end - 1]) { end -= 1 }
        guard end > 0 else { return }
        let oneSpace: [UInt8] = [space]
        let lineEnd: [UInt8] = [carriageReturn, lineFeed]
        var start = 0
        while true {
            let gap = nextGap(in: body, from: start, to: end)
            guard gap < end else { break }
            var after = gap + 1
            // What stands before `end` is no white space, so `after` stays below it.
            while isWhite(body[after]) { after += 1 }
            receive(body.extracting(start..<gap))
            let endsLine = body[after] == carriageReturn && after + 1 < end && body[after + 1] == lineFeed
            if !endsLine { receive(oneSpace.span) }
            start = after
        }
        receive(body.extracting(start..<end))
        receive(lineEnd.span)
    }

    /// Where white space begins that has another form: anything but a single space within a line. `end` if nowhere.
    ///
    /// What stands before `end` is no white space, so nothing is asked of it but to follow.
    private static func nextGap(in body: Span<UInt8>, from start: Int, to end: Int) -> Int {
        let raw = body.bytes
        let last = end - 1
        var index = start
        while index < last {
            // Eight bytes at once, since a newsletter's 20 KB have hardly any such place; the SIMD types compile to
            // slower code by far.
            if index + 8 <= last {
                // In bounds: the last byte that is read is the one at `index + 8`.
                let here = raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                let next = raw.unsafeLoadUnaligned(fromByteOffset: index + 1, as: UInt64.self)
                if !mayBeginGap(here, next) {
                    index += 8
                    continue
                }
            }
            for place in index..<min(index + 8, last) where beginsGap(body[place], body[place + 1]) { return place }
            index += 8
        }
        return end
    }

    private static func beginsGap(_ byte: UInt8, _ next: UInt8) -> Bool {
        byte == tab || byte == space && (isWhite(next) || next == carriageReturn)
    }

    /// Whether one of eight bytes is a tab, or a space before a byte up to the space; `next` are the bytes behind them.
    ///
    /// Each byte of a word is looked at apart: adding to its lower seven bits can't carry into the byte above, and its
    /// highest bit then tells whether the sum has passed 0x7F.
    private static func mayBeginGap(_ here: UInt64, _ next: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let low = ones &* 0x7F
        func zeros(_ word: UInt64) -> UInt64 { ~(((word & low) &+ low) | word | low) }
        let tabs = zeros(here ^ ones &* UInt64(tab))
        let spaces = zeros(here ^ ones &* UInt64(space))
        let isHigher = ((next & low) &+ ones &* (0x7F - UInt64(space))) | next
        return (tabs | spaces & ~isHigher) & (ones &* 0x80) != 0
    }

    private static func isWhite(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == carriageReturn || byte == lineFeed }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
