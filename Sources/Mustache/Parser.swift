/// Puts the tags and the text between them into a tree.
///
/// Every rule about lines is decided here, by looking at the source around a tag, so that rendering need not look back.
struct Parser {
    /// A tag that waits for its closing tag, and what came since.
    private struct Frame {
        var tag: Tag
        var position: Position
        var nodes: [Node] = []
        /// The white space before the tag, where nothing else comes before it on its line.
        var indentation: [UInt8]?
        /// Blocks only: the body starts on the next line.
        var opensLine = false
    }

    private let source: [UInt8]
    private var reader: TagReader
    private var nodes: [Node] = []
    private var open: [Frame] = []
    /// The first byte that is in no node yet.
    private var textStart = 0

    init(source: [UInt8], file: String) {
        self.source = source
        reader = TagReader(source: source, file: file)
    }

    /// Deeper sections than anyone writes would only endanger the stack.
    private static let nestingLimit = 100

    mutating func parse() throws(MustacheError) -> [Node] {
        while let tag = try reader.next() { try place(tag) }
        if let frame = open.last {
            throw frame.position.error(
                "`\(frame.tag.content)` is opened here and never closed; add its closing tag `/\(frame.tag.content)`")
        }
        flushText(to: source.count)
        return nodes
    }

    private mutating func place(_ tag: Tag) throws(MustacheError) {
        let position = reader.position(at: tag.range.lowerBound)
        if tag.kind != .comment && tag.kind != .delimiters { try checkName(of: tag, at: position) }
        switch tag.kind {
        case .parent, .block:
            try openBlock(tag, at: position)
        case .close:
            try close(tag, at: position)
        case .section, .inverted:
            takeLine(of: tag)
            try push(Frame(tag: tag, position: position))
        case .comment, .delimiters:
            takeLine(of: tag)
        case .partial:
            let target = try target(of: tag, at: position)
            let indentation = takeLine(of: tag)
            append(.partial(Inclusion(target: target, indentation: indentation, position: position)))
        case .variable, .unescaped:
            takeLine(of: tag)
            append(.variable(Name(tag.content), escaped: tag.kind == .variable))
        }
    }

    // MARK: Opening and closing

    private mutating func openBlock(_ tag: Tag, at position: Position) throws(MustacheError) {
        var frame = Frame(tag: tag, position: position, indentation: indentation(before: tag.range.lowerBound))
        // What stands around the arguments of a parent is no output, so it can't keep them from a line of their own.
        let isArgument = open.last?.tag.kind == .parent
        if tag.kind == .block, let next = newline(after: tag.range.upperBound), next.endsLine,
            frame.indentation != nil || isArgument
        {
            flushText(to: tag.range.lowerBound - (frame.indentation?.count ?? 0))
            textStart = next.offset
            frame.opensLine = true
        } else {
            // Whether a parent stands alone shows at its end: its white space waits in the frame.
            let waiting = tag.kind == .parent ? frame.indentation?.count ?? 0 : 0
            flushText(to: tag.range.lowerBound - waiting)
            textStart = tag.range.upperBound
        }
        try push(frame)
    }

    private mutating func close(_ tag: Tag, at position: Position) throws(MustacheError) {
        guard let frame = open.last else {
            throw position.error("`\(tag.content)` is closed here but no section is open; remove the tag")
        }
        let opener = frame.tag
        guard Self.label(opener) == Self.label(tag) else {
            throw position.error(
                "`\(tag.content)` is closed here, but `\(opener.content)` was opened last, in line \(frame.position.line); "
                    + "close that first")
        }
        switch opener.kind {
        case .parent: try closeParent(at: tag.range)
        case .block: closeBlock(at: tag.range)
        default:
            takeLine(of: tag)
            let frame = open.removeLast()
            append(.section(Name(opener.content), inverted: opener.kind == .inverted, body: frame.nodes))
        }
    }

    private mutating func closeParent(at range: Range<Int>) throws(MustacheError) {
        let frame = open.removeLast()
        var arguments: [String: Block] = [:]
        for case .block(let block) in frame.nodes { arguments[block.name] = block }
        var inclusion = Inclusion(
            target: try target(of: frame.tag, at: frame.position), arguments: arguments, position: frame.position)
        textStart = range.upperBound
        if let indentation = frame.indentation {
            if let next = newline(after: range.upperBound) {
                inclusion.indentation = indentation
                textStart = next.offset
            } else if !indentation.isEmpty {
                append(.text(indentation))
            }
        }
        append(.partial(inclusion))
    }

    private mutating func closeBlock(at range: Range<Int>) {
        let blanks = indentation(before: range.lowerBound)
        let isArgument = open.dropLast().last?.tag.kind == .parent
        let next = newline(after: range.upperBound)
        let closesLine = blanks != nil && (next != nil || isArgument)
        flushText(to: range.lowerBound - (closesLine ? blanks?.count ?? 0 : 0))
        textStart = closesLine ? next?.offset ?? range.upperBound : range.upperBound
        let frame = open.removeLast()
        let margin = frame.opensLine ? firstIndentation(after: frame.tag.range.upperBound) : frame.indentation ?? []
        append(
            .block(
                Block(
                    name: frame.tag.content, body: frame.nodes, opensLine: frame.opensLine, closesLine: closesLine,
                    margin: margin)))
    }

    private mutating func push(_ frame: Frame) throws(MustacheError) {
        guard open.count < Self.nestingLimit else {
            throw frame.position.error(
                "sections nest more than \(Self.nestingLimit) deep here; move the inner ones into a partial")
        }
        open.append(frame)
    }

    private mutating func append(_ node: Node) {
        if open.isEmpty { nodes.append(node) } else { open[open.count - 1].nodes.append(node) }
    }

    // MARK: Text and lines

    private mutating func flushText(to end: Int) {
        guard textStart < end else { return }
        // Text beside the arguments of a parent is ignored.
        if open.last?.tag.kind != .parent { append(.text(Array(source[textStart..<end]))) }
        textStart = end
    }

    /// Ends the text before a tag. A tag that stands alone takes its whole line along: then its white space comes back.
    @discardableResult
    private mutating func takeLine(of tag: Tag) -> [UInt8]? {
        if tag.kind.mayStandAlone, let blanks = indentation(before: tag.range.lowerBound),
            let next = newline(after: tag.range.upperBound)
        {
            flushText(to: tag.range.lowerBound - blanks.count)
            textStart = next.offset
            return blanks
        }
        flushText(to: tag.range.lowerBound)
        textStart = tag.range.upperBound
        return nil
    }

    /// The white space between the start of the line and `offset`; nil when something else stands there.
    private func indentation(before offset: Int) -> [UInt8]? {
        var start = offset
        while start > 0, Self.isBlank(source[start - 1]) { start -= 1 }
        guard start == 0 || source[start - 1] == UInt8(ascii: "\n") else { return nil }
        return Array(source[start..<offset])
    }

    /// Where the next line starts, when nothing but white space comes before it; at the end of the template, that.
    private func newline(after offset: Int) -> (offset: Int, endsLine: Bool)? {
        var end = offset
        while end < source.count, Self.isBlank(source[end]) { end += 1 }
        if end == source.count { return (end, false) }
        if source[end] == UInt8(ascii: "\r"), end + 1 < source.count { end += 1 }
        return source[end] == UInt8(ascii: "\n") ? (end + 1, true) : nil
    }

    /// The white space before the first thing that isn't, below the line of `offset`.
    private func firstIndentation(after offset: Int) -> [UInt8] {
        guard let thing = source[offset...].firstIndex(where: { !Self.isSpace($0) }) else { return [] }
        return indentation(before: thing) ?? []
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    static func isSpace(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    // MARK: Names

    private func checkName(of tag: Tag, at position: Position) throws(MustacheError) {
        let name = Self.label(tag)
        guard name.isEmpty || name.utf8.contains(where: Self.isSpace) else { return }
        throw position.error(
            name.isEmpty
                ? "this tag has no name; write one, or remove the tag"
                : "a name can't hold white space, as `\(tag.content)` does; join its words")
    }

    private func target(of tag: Tag, at position: Position) throws(MustacheError) -> Inclusion.Target {
        let name = Self.label(tag)
        if name.hasPrefix("*") { return .dynamic(Name(String(name.dropFirst()))) }
        guard MustachePartials.isName(name) else { throw position.error(MustachePartials.nameRule) }
        return .fixed(name)
    }

    /// What opening and closing tag must share; `* name` is `*name`.
    private static func label(_ tag: Tag) -> String {
        guard tag.content.hasPrefix("*") else { return tag.content }
        return "*" + tag.content.dropFirst().drop(while: \.isWhitespace)
    }
}
