/// Markdown's tree → plain text, at most 72 columns wide where words allow: RFC 3676 §4.2 advises less than 78, and a
/// quoting reader adds some.
///
/// Links become numbers in brackets, and `notes` lists where they lead.
struct TextRenderer {
    static let width = 72

    private(set) var text = ""
    private var urls: [String] = []

    init(_ blocks: [Block]) {
        text = lines(of: blocks, width: Self.width).joined(separator: "\n")
    }

    /// One line a link: `[1] https://…`; empty without links.
    var notes: String {
        urls.enumerated().map { "[\($0.offset + 1)] \($0.element)" }.joined(separator: "\n")
    }

    /// A title, underlined as long as its longest line.
    static func underlined(_ title: String, with underline: Character, width: Int = width) -> [String] {
        let lines = wrapped(title, width: width)
        return lines + [String(repeating: underline, count: lines.map(\.count).max() ?? 0)]
    }

    /// Words in lines of at most `width` characters; a longer word has a line of its own. Line ends in `text` stay.
    static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                if line.isEmpty {
                    line = String(word)
                } else if line.count + 1 + word.count <= width {
                    line += " " + word
                } else {
                    lines.append(line)
                    line = String(word)
                }
            }
            lines.append(line)
        }
        return lines
    }

    private mutating func lines(of blocks: [Block], width: Int, isTight: Bool = false) -> [String] {
        var lines: [String] = []
        for block in blocks {
            let next = self.lines(of: block, width: width)
            if next.isEmpty { continue }
            if !lines.isEmpty && !isTight { lines.append("") }
            if case .heading(1, _) = block, !lines.isEmpty { lines.append("") }
            lines += next
        }
        return lines
    }

    private mutating func lines(of block: Block, width: Int) -> [String] {
        switch block {
        case .heading(let level, let content):
            let underline: Character = level == 1 ? "=" : level == 2 ? "-" : "~"
            return Self.underlined(inline(content), with: underline, width: width)
        case .paragraph(let content): return Self.wrapped(inline(content), width: width)
        case .quote(let blocks):
            return lines(of: blocks, width: width - 2).map { $0.isEmpty ? ">" : "> " + $0 }
        case .list(let list): return lines(of: list, width: width)
        case .code(let code):
            var lines = code.split(separator: "\n", omittingEmptySubsequences: false)
            if lines.last == "" { lines.removeLast() }
            return lines.map { $0.isEmpty ? "" : "    " + $0 }
        case .html(let raw):
            let paragraphs = HTMLText.words(of: raw).split(separator: "\n").map { $0.split { $0.isWhitespace } }
            return paragraphs.filter { !$0.isEmpty }.flatMap { Self.wrapped($0.joined(separator: " "), width: width) }
        case .table(let table):
            let rows = table.rows.map { row in row.map { inline($0) } }
            let header = table.header.map { inline($0) }
            return TextTable(header: header, rows: rows, alignments: table.alignments).lines(width: width)
        case .rule: return [String(repeating: " ", count: max(0, width / 2 - 4)) + "*   *   *"]
        }
    }

    private mutating func lines(of list: BlockList, width: Int) -> [String] {
        var lines: [String] = []
        for (index, item) in list.items.enumerated() {
            let marker = list.start.map { "\($0 + index). " } ?? "- "
            let box = item.isDone.map { $0 ? "[x] " : "[ ] " } ?? ""
            let width = width - marker.count - box.count
            var content = self.lines(of: item.blocks, width: width, isTight: list.isTight)
            if content.isEmpty { content = [""] }
            if index > 0 && !list.isTight { lines.append("") }
            lines += content.enumerated().map { offset, line in
                let prefix = offset == 0 ? marker + box : String(repeating: " ", count: marker.count)
                return line.isEmpty && offset > 0 ? "" : prefix + line
            }
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
        case .emphasis(let content): return "_\(self.inline(content))_"
        case .strong(let content): return "*\(self.inline(content))*"
        case .strikethrough(let content): return "~~\(self.inline(content))~~"
        case .image(_, _, let alt): return alt.isEmpty ? "" : "[\(alt.plainText)]"
        case .link(let url, _, let content): return link(to: url, self.inline(content))
        }
    }

    /// An address that stands there anyway needs no note, and an anchor leads nowhere in plain text.
    private mutating func link(to url: String, _ text: String) -> String {
        if url.hasPrefix("#") || url == text || url == "mailto:" + text || url == "http://" + text { return text }
        if let known = urls.firstIndex(of: url) { return "\(text) [\(known + 1)]" }
        urls.append(url)
        return "\(text) [\(urls.count)]"
    }
}
