/// Markdown's tree → plain text, at most 72 columns wide where words allow: RFC 3676 §4.2 advises less than 78, and a
/// quoting reader adds some. Paragraphs are format=flowed, so narrow screens wrap them anew; all else keeps its lines.
///
/// Links become numbers in brackets, and `notes` lists where they lead.
struct TextRenderer {
    static let width = 72

    private(set) var text = ""
    private var urls: [String] = []
    private let table: TagTable
    private let columns: TextWidth

    /// - Parameter constant: the issue's own values; nil for a reader's field.
    init(
        _ document: IssueDocument, _ table: TagTable, constant: @escaping (MergeField) -> String? = { _ in nil }
    ) {
        self.table = table
        columns = TextWidth(table: table, constant: constant)
        var lines = lines(of: document.blocks, width: Self.width)
        if !document.footnotes.isEmpty { lines += footnotes(document.footnotes) }
        text = lines.map { $0.encoded(table) }.joined(separator: "\n")
    }

    /// One line a link: `[1] https://…`; empty without links.
    var notes: String {
        urls.enumerated().map { "[\($0.offset + 1)] \($0.element)" }.joined(separator: "\n")
    }

    /// A title, underlined as long as its longest line.
    func underlined(_ title: String, with underline: Character, width: Int = width) -> [TextLine] {
        let lines = wrapped(title, width: width).map { TextLine(text: $0.text) }
        let longest = lines.map { columns($0.text) }.max() ?? 0
        return lines + [TextLine(text: String(repeating: underline, count: longest))]
    }

    /// Words in lines of at most `width` columns; a longer word has a line of its own. Line ends in `text` stay.
    private func wrapped(_ text: String, width: Int) -> [TextLine] {
        var lines: [TextLine] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            var used = 0
            for word in paragraph.split(separator: " ") {
                for (index, part) in BreakableWord.parts(of: word).enumerated() {
                    let space = index == 0 && !line.isEmpty ? " " : ""
                    let added = space.count + columns(part)
                    if line.isEmpty || used + added <= width {
                        line += space + part
                        used += added
                    } else {
                        // Flowing would put a space into a word (RFC 3676 §4.1).
                        lines.append(TextLine(text: line, flows: index == 0))
                        line = String(part)
                        used = columns(part)
                    }
                }
            }
            lines.append(TextLine(text: line))
        }
        return lines
    }

    private mutating func lines(of blocks: [Block], width: Int, isTight: Bool = false) -> [TextLine] {
        var stack = BlockLines()
        for block in blocks {
            if case .mark(let mark) = block {
                stack.add(mark)
            } else {
                let isSection = if case .heading(1, _) = block { true } else { false }
                stack.add(lines(of: block, width: width), gap: isTight ? 0 : isSection ? 2 : 1)
            }
        }
        return stack.finished()
    }

    private mutating func lines(of block: Block, width: Int) -> [TextLine] {
        switch block {
        case .heading(let level, let content):
            let underline: Character = level == 1 ? "=" : level == 2 ? "-" : "~"
            return underlined(inline(content), with: underline, width: width)
        case .paragraph(let content): return wrapped(inline(content), width: width)
        case .quote(let blocks):
            return lines(of: blocks, width: width - 2).map { line in
                var line = line
                line.quotes += 1
                return line
            }
        case .list(let list): return lines(of: list, width: width)
        case .code(let code):
            var lines = code.split(separator: "\n", omittingEmptySubsequences: false)
            if lines.last == "" { lines.removeLast() }
            return lines.map { TextLine(text: $0.isEmpty ? "" : "    " + $0.trimmingEnd) }
        case .html(let raw):
            let paragraphs = HTMLText.words(of: raw).split(separator: "\n").map { $0.split { $0.isWhitespace } }
            return paragraphs.filter { !$0.isEmpty }.flatMap { wrapped($0.joined(separator: " "), width: width) }
        case .table(let table):
            let rows = table.rows.map { row in row.map { inline($0) } }
            let header = table.header.map { inline($0) }
            return TextTable(header: header, rows: rows, alignments: table.alignments, columns: columns)
                .lines(width: width) { wrapped($0, width: $1).map(\.text) }.map { TextLine(text: $0) }
        case .rule: return [TextLine(text: String(repeating: " ", count: max(0, width / 2 - 4)) + "*   *   *")]
        case .mark: return []
        }
    }

    private mutating func lines(of list: BlockList, width: Int) -> [TextLine] {
        var lines: [TextLine] = []
        for (index, item) in list.items.enumerated() {
            let marker = list.start.map { "\($0 + index). " } ?? "- "
            let box = item.isDone.map { $0 ? "[x] " : "[ ] " } ?? ""
            if index > 0 && !list.isTight { lines.append(TextLine(text: "")) }
            let content = self.lines(of: item.blocks, width: width - marker.count - box.count, isTight: list.isTight)
            lines += hanging(content, from: marker + box, indent: marker.count)
        }
        return lines
    }

    /// Lines behind a marker; the further ones stand below the first. Flowing would lose that.
    private func hanging(_ content: [TextLine], from marker: String, indent: Int) -> [TextLine] {
        let content = content.isEmpty ? [TextLine(text: "")] : content
        return content.enumerated().map { offset, line in
            let prefix = offset == 0 ? marker : String(repeating: " ", count: indent)
            return TextLine(text: line.asItem.isEmpty && offset > 0 ? "" : prefix + line.asItem, marks: line.marks)
        }
    }

    private mutating func footnotes(_ footnotes: [[Block]]) -> [TextLine] {
        var lines = [TextLine(text: ""), TextLine(text: String(repeating: "-", count: 12))]
        for (index, blocks) in footnotes.enumerated() {
            let marker = "[^\(index + 1)] "
            let content = self.lines(of: blocks, width: Self.width - marker.count)
            lines += hanging(content, from: marker, indent: marker.count)
        }
        return lines
    }

    private mutating func inline(_ content: [Inline]) -> String {
        var text = ""
        for inline in content { text += self.inline(inline) }
        return text
    }

    private mutating func inline(_ inline: Inline) -> String {
        switch inline {
        case .text(let text): return text
        case .code(let code): return "`\(code)`"
        case .html(let raw): return HTMLText.words(of: raw)
        case .softBreak: return " "
        case .lineBreak: return "\n"
        case .emphasis(let content): return marked(self.inline(content), "_")
        case .strong(let content): return marked(self.inline(content), "*")
        case .strikethrough(let content): return marked(self.inline(content), "~~")
        case .image(_, _, let alt): return alt.isEmpty ? "" : "[\(alt.plainText)]"
        case .link(let url, _, let content): return link(to: url, self.inline(content))
        case .footnote(let number): return "[^\(number)]"
        }
    }

    /// Marks around what may be empty in some copy would stand there alone, so it has none.
    private func marked(_ text: String, _ mark: String) -> String {
        columns.mayBeEmpty(text) ? text : mark + text + mark
    }

    /// An address that stands there anyway needs no note, and an anchor leads nowhere in plain text.
    private mutating func link(to url: String, _ text: String) -> String {
        if url.hasPrefix("#") || url == text { return text }
        if let address = LinkRule.address(text, shownFor: url) { return address }
        if let known = urls.firstIndex(of: url) { return "\(text) [\(known + 1)]" }
        urls.append(url)
        return "\(text) [\(urls.count)]"
    }
}

extension Substring {
    fileprivate var trimmingEnd: Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
