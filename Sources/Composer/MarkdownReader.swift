import CCmark
import Foundation

/// Reads CommonMark with GFM's tables, strikethrough, autolinks, task lists and footnotes into `Block`s.
///
/// The one place that touches cmark-gfm.
struct MarkdownReader {
    /// What the reader refuses; lines count from 1 in the Markdown.
    struct Refusal: Error, Equatable {
        let line: Int
        let message: String
        var kind = IssueFileError.Kind.syntax
    }

    /// Nesting that no newsletter needs, and that the stack still bears.
    private static let deepest = 64

    /// While it parses, cmark-gfm changes tables that all its parsers share (`cmark_inlines_add_special_character`).
    private static let parsing = NSLock()

    private var table: TagTable
    private var document = IssueDocument()
    private var imageSentinels: [String: String] = [:]

    /// - Parameter table: the tags of the Markdown and its images join it.
    static func document(of markdown: String, _ table: inout TagTable) throws(Refusal) -> IssueDocument {
        let source = try MergeSource(markdown, &table, isMarkdown: true)
        guard let root = parse(source.text) else { throw Refusal(line: 1, message: "this is no Markdown") }
        defer { cmark_node_free(root) }
        var reader = MarkdownReader(table: table)
        reader.document.blocks = try reader.blocks(in: root, depth: 0)
        table = reader.table
        return reader.document
    }

    private init(table: TagTable) {
        self.table = table
    }

    private static func parse(_ markdown: String) -> OpaquePointer? {
        parsing.withLock {
            cmark_gfm_core_extensions_ensure_registered()
            guard let parser = cmark_parser_new(CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE | CMARK_OPT_FOOTNOTES) else {
                return nil
            }
            defer { cmark_parser_free(parser) }
            for name in ["table", "strikethrough", "autolink", "tasklist"] {
                cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
            }
            var markdown = markdown
            markdown.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
            }
            return cmark_parser_finish(parser)
        }
    }

    // MARK: - Blocks

    private mutating func blocks(in parent: OpaquePointer, depth: Int) throws(Refusal) -> [Block] {
        guard depth < Self.deepest else {
            throw Refusal(line: line(of: parent), message: "quotes and lists nest deeper than \(Self.deepest) levels")
        }
        var blocks: [Block] = []
        var balance = SectionBalance()
        for node in children(of: parent) {
            guard let block = try block(node, depth: depth) else { continue }
            if case .mark(let mark) = block { try balance.read(mark.text, table) }
            blocks.append(block)
        }
        try balance.end()
        return blocks
    }

    private mutating func block(_ node: OpaquePointer, depth: Int) throws(Refusal) -> Block? {
        let kind = kind(of: node)
        if !["heading", "html_block", "thematic_break"].contains(kind) { note(.block, node) }
        switch kind {
        case "heading":
            let level = Int(cmark_node_get_heading_level(node))
            let start = document.outline.count
            let content = try inlines(in: node, depth: depth)
            note(.heading(level: level, text: content.plainText), node, at: start)
            return .heading(level: level, content)
        case "paragraph": return .paragraph(try inlines(in: node, depth: depth))
        case "block_quote": return .quote(try blocks(in: node, depth: depth + 1))
        case "list": return .list(try list(node, depth: depth))
        case "code_block": return .code(code(text(cmark_node_get_literal(node))))
        case "html_block": return try html(node)
        case "table": return .table(try table(node, depth: depth))
        case "thematic_break": return .rule
        case "footnote_definition":
            // They stand at the end of the document, in the order of their numbers.
            document.footnotes.append(try blocks(in: node, depth: depth + 1))
            return nil
        default: return nil
        }
    }

    private mutating func html(_ node: OpaquePointer) throws(Refusal) -> Block? {
        let html = try RawHTML.checked(text(cmark_node_get_literal(node)), table, line: line(of: node), isBlock: true)
        let content = html[...].trimmingLineEnds.unicodeScalars
        if content.count == 1, let tag = content.first.flatMap(table.tag) {
            if let item = OutlineItem(tag) { document.outline.append(item) }
            switch tag.kind {
            case .open: return .mark(SectionMark(text: String(content), isOpening: true))
            case .close: return .mark(SectionMark(text: String(content), isOpening: false))
            case .comment: return nil
            default: break
            }
        }
        var balance = SectionBalance()
        try balance.read(html, table)
        try balance.end()
        note(.html(html, isBlock: true), node)
        noteTags(in: html)
        return .html(html)
    }

    /// In code everything is as the author wrote it, tags included.
    private func code(_ literal: String) -> String {
        guard Sentinel.found(in: literal) else { return literal }
        var code = literal
        for scalar in literal.unicodeScalars where table.tag(scalar) != nil {
            code = code.replacing("\(MergeSource.commentStart)\(scalar)\(MergeSource.commentEnd)", with: String(scalar))
        }
        return table.source(of: code)
    }

    private mutating func list(_ node: OpaquePointer, depth: Int) throws(Refusal) -> BlockList {
        var items: [BlockList.Item] = []
        for item in children(of: node) {
            let isTask = kind(of: item) == "tasklist"
            items.append(
                BlockList.Item(
                    isDone: isTask ? cmark_gfm_extensions_get_tasklist_item_checked(item) : nil,
                    blocks: try blocks(in: item, depth: depth + 1)))
        }
        let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
        return BlockList(
            start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
            isTight: cmark_node_get_list_tight(node) != 0, items: items)
    }

    private mutating func table(_ node: OpaquePointer, depth: Int) throws(Refusal) -> BlockTable {
        let count = Int(cmark_gfm_extensions_get_table_columns(node))
        let letters = cmark_gfm_extensions_get_table_alignments(node)
        var rows: [[[Inline]]] = []
        for row in children(of: node) {
            var cells: [[Inline]] = []
            for cell in children(of: row) { cells.append(try inlines(in: cell, depth: depth)) }
            rows.append(cells)
        }
        return BlockTable(
            alignments: (0..<count).map { BlockTable.Alignment(letter: letters?[$0]) }, header: rows.first ?? [],
            rows: Array(rows.dropFirst()))
    }

    // MARK: - Inlines

    private mutating func inlines(in parent: OpaquePointer, depth: Int) throws(Refusal) -> [Inline] {
        guard depth < Self.deepest else {
            throw Refusal(line: line(of: parent), message: "emphasis and links nest deeper than \(Self.deepest) levels")
        }
        var inlines: [Inline] = []
        var balance = SectionBalance()
        for node in children(of: parent) {
            guard let inline = try inline(node, depth: depth + 1) else { continue }
            switch inline {
            case .text(let text), .html(let text): try balance.read(text, table)
            default: break
            }
            inlines.append(inline)
        }
        try balance.end()
        return inlines
    }

    private mutating func inline(_ node: OpaquePointer, depth: Int) throws(Refusal) -> Inline? {
        let literal = text(cmark_node_get_literal(node))
        switch kind(of: node) {
        case "text":
            note(.text(literal), node)
            noteTags(in: literal)
            return .text(literal)
        case "code": return .code(code(literal))
        case "softbreak": return .softBreak
        case "linebreak": return .lineBreak
        case "emph": return .emphasis(try inlines(in: node, depth: depth))
        case "strong": return .strong(try inlines(in: node, depth: depth))
        case "strikethrough": return .strikethrough(try inlines(in: node, depth: depth))
        case "html_inline":
            let html = try RawHTML.checked(literal, table, line: line(of: node), isBlock: false)
            note(.html(html, isBlock: false), node)
            noteTags(in: html)
            return .html(html)
        case "link":
            let url = try LinkRule.link(text(cmark_node_get_url(node)), table, line: line(of: node))
            let start = document.outline.count
            let content = try inlines(in: node, depth: depth)
            note(.link(url: url, text: content.plainText), node, at: start)
            return .link(url: url, title: try title(of: node), content)
        case "image":
            let url = try imageURL(of: node)
            let start = document.outline.count
            let alt = try inlines(in: node, depth: depth)
            document.outline.removeSubrange(start...)
            var number: Int?
            if case .image(let index)? = url.unicodeScalars.first.flatMap({ table[$0] }) { number = index }
            note(.image(url: text(cmark_node_get_url(node)), alt: alt.plainText, number: number), node)
            return .image(url: url, title: try title(of: node), alt: alt)
        case "footnote_reference": return Int(literal).map(Inline.footnote)
        default: return nil
        }
    }

    private func title(of node: OpaquePointer) throws(Refusal) -> String {
        let title = text(cmark_node_get_title(node))
        var balance = SectionBalance()
        try balance.read(title, table)
        try balance.end()
        return title
    }

    /// Of an image on the web its address, of a file beside the issue a sentinel.
    private mutating func imageURL(of node: OpaquePointer) throws(Refusal) -> String {
        let url = text(cmark_node_get_url(node))
        let line = line(of: node)
        if let address = try LinkRule.image(url, table, line: line) { return address }
        let path = url.removingPercentEncoding ?? url
        if let known = imageSentinels[path] { return known }
        guard let sentinel = table.add(.image(document.images.count)) else {
            throw Refusal(line: line, message: "the issue has more images than a newsletter needs; use fewer")
        }
        document.images.append(.init(path: path, line: line))
        imageSentinels[path] = String(sentinel)
        return String(sentinel)
    }

    // MARK: - The outline

    /// Adds an item to the outline, at its end unless `index` says otherwise.
    private mutating func note(_ content: OutlineItem.Content, _ node: OpaquePointer, at index: Int? = nil) {
        document.outline.insert(OutlineItem(content, line: line(of: node)), at: index ?? document.outline.count)
    }

    private mutating func noteTags(in text: String) {
        document.outline += table.tags(in: text).compactMap { OutlineItem($0) }
    }

    // MARK: - Nodes

    private func children(of node: OpaquePointer) -> [OpaquePointer] {
        var children: [OpaquePointer] = []
        var next = cmark_node_first_child(node)
        while let child = next {
            children.append(child)
            next = cmark_node_next(child)
        }
        return children
    }

    /// Names, since the extensions have no constants; footnotes, which are no extension, have no names.
    private func kind(of node: OpaquePointer) -> String {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_FOOTNOTE_DEFINITION: "footnote_definition"
        case CMARK_NODE_FOOTNOTE_REFERENCE: "footnote_reference"
        default: text(cmark_node_get_type_string(node))
        }
    }

    private func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }

    /// Inlines from extensions have no line of their own.
    private func line(of node: OpaquePointer) -> Int {
        var node: OpaquePointer? = node
        while let current = node {
            let line = Int(cmark_node_get_start_line(current))
            if line > 0 { return line }
            node = cmark_node_parent(current)
        }
        return 1
    }
}

extension BlockTable.Alignment {
    fileprivate init(letter: UInt8?) {
        self =
            switch letter {
            case UInt8(ascii: "l"): .left
            case UInt8(ascii: "c"): .center
            case UInt8(ascii: "r"): .right
            default: .natural
            }
    }
}

extension Substring {
    fileprivate var trimmingLineEnds: Substring {
        var text = drop { $0.isNewline || $0 == " " }
        while let last = text.last, last.isNewline || last == " " { text.removeLast() }
        return text
    }
}
