/// One tag as it stands in the source, before it is put into the tree.
struct Tag {
    enum Kind {
        case variable, unescaped, section, inverted, close, comment, delimiters, partial, parent, block

        /// Whether a line with nothing but this tag vanishes from the output. (Parents and blocks have rules of their own.)
        var mayStandAlone: Bool {
            switch self {
            case .variable, .unescaped, .parent, .block: false
            case .section, .inverted, .close, .comment, .delimiters, .partial: true
            }
        }
    }

    var kind: Kind
    /// What stands in the tag, without sigil and surrounding white space.
    var content: String
    /// Its bytes in the source, delimiters included.
    var range: Range<Int>
}

/// Reads tags one after the other, and knows which delimiters are in force.
struct TagReader {
    let source: [UInt8]
    let file: String
    private var open = Array("{{".utf8)
    private var close = Array("}}".utf8)
    /// Everything before it has been read.
    private var offset = 0
    private var line = 1
    private var lineStart = 0
    private var counted = 0

    init(source: [UInt8], file: String) {
        self.source = source
        self.file = file
    }

    /// The next tag, or nil when only text is left.
    mutating func next() throws(MustacheError) -> Tag? {
        guard let start = find(open, from: offset) else { return nil }
        var inner = start + open.count
        let (kind, ending) = sigil(at: inner)
        if kind != .variable { inner += 1 }
        // A name that runs into the next tag is the sign of a forgotten end; comments and new delimiters may hold anything.
        guard let end = find(ending, from: inner),
            kind == .comment || kind == .delimiters || open == close || !contains(open, in: inner..<end)
        else {
            throw position(at: start).error(
                "this tag is never closed; end it with `\(String(decoding: ending, as: UTF8.self))`")
        }
        offset = end + ending.count
        let content = String(decoding: trimmed(inner..<end), as: UTF8.self)
        let tag = Tag(kind: kind, content: content, range: start..<offset)
        if kind == .delimiters { try changeDelimiters(tag) }
        return tag
    }

    /// Where a byte stands. Quick for offsets that grow.
    mutating func position(at offset: Int) -> Position {
        if offset < lineStart { (line, lineStart, counted) = (1, 0, 0) }
        while counted < offset {
            if source[counted] == UInt8(ascii: "\n") {
                line += 1
                lineStart = counted + 1
            }
            counted += 1
        }
        // Continuation bytes of UTF-8 are no columns of their own.
        let column = source[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1
        return Position(file: file, line: line, column: column)
    }

    private func sigil(at offset: Int) -> (Tag.Kind, ending: [UInt8]) {
        guard offset < source.count else { return (.variable, close) }
        return switch source[offset] {
        case UInt8(ascii: "{"): (.unescaped, [UInt8(ascii: "}")] + close)
        case UInt8(ascii: "&"): (.unescaped, close)
        case UInt8(ascii: "#"): (.section, close)
        case UInt8(ascii: "^"): (.inverted, close)
        case UInt8(ascii: "/"): (.close, close)
        case UInt8(ascii: "!"): (.comment, close)
        case UInt8(ascii: "="): (.delimiters, [UInt8(ascii: "=")] + close)
        case UInt8(ascii: ">"): (.partial, close)
        case UInt8(ascii: "<"): (.parent, close)
        case UInt8(ascii: "$"): (.block, close)
        default: (.variable, close)
        }
    }

    private mutating func changeDelimiters(_ tag: Tag) throws(MustacheError) {
        let parts = tag.content.utf8.split(whereSeparator: Parser.isSpace).map(Array.init)
        guard parts.count == 2, !parts.joined().contains(UInt8(ascii: "=")) else {
            throw position(at: tag.range.lowerBound).error(
                "new delimiters are two words without `=`, as in `{{=<% %>=}}`")
        }
        (open, close) = (parts[0], parts[1])
    }

    private func find(_ pattern: [UInt8], from start: Int) -> Int? {
        guard start + pattern.count <= source.count else { return nil }
        for offset in start...(source.count - pattern.count)
        where source[offset] == pattern[0] && source[offset..<(offset + pattern.count)].elementsEqual(pattern) {
            return offset
        }
        return nil
    }

    private func contains(_ pattern: [UInt8], in range: Range<Int>) -> Bool {
        find(pattern, from: range.lowerBound).map { $0 + pattern.count <= range.upperBound } ?? false
    }

    private func trimmed(_ range: Range<Int>) -> ArraySlice<UInt8> {
        var bytes = source[range].drop(while: Parser.isSpace)
        while let last = bytes.last, Parser.isSpace(last) { bytes.removeLast() }
        return bytes
    }
}
