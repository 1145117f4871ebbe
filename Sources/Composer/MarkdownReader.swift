import CCmark
import Foundation

/// Reads CommonMark with GFM's tables, strikethrough, autolinks and task lists into `Block`s.
///
/// The one place that touches cmark-gfm.
struct MarkdownReader {
    /// What the reader refuses; lines count from 1 in the Markdown.
    struct Refusal: Error, Equatable {
        let line: Int
        let message: String
    }

    /// Nesting that no newsletter needs, and that the stack still bears.
    private static let deepest = 64

    /// While it parses, cmark-gfm changes tables that all its parsers share (`cmark_inlines_add_special_character`).
    private static let parsing = NSLock()

    static func blocks(of markdown: String) throws(Refusal) -> [Block] {
        guard let document = parse(markdown) else { throw Refusal(line: 1, message: "this is no Markdown") }
        defer { cmark_node_free(document) }
        return try MarkdownReader().blocks(in: document, depth: 0)
    }

    private static func parse(_ markdown: String) -> OpaquePointer? {
        parsing.withLock {
            cmark_gfm_core_extensions_ensure_registered()
            guard let parser = cmark_parser_new(CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE) else { return nil }
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

    private func blocks(in parent: OpaquePointer, depth: Int) throws(Refusal) -> [Block] {
        guard depth < Self.deepest else {
            throw Refusal(line: line(of: parent), message: "quotes and lists nest deeper than \(Self.deepest) levels")
        }
        var blocks: [Block] = []
        for node in children(of: parent) {
            if let block = try block(node, depth: depth) { blocks.append(block) }
        }
        return blocks
    }

    private func block(_ node: OpaquePointer, depth: Int) throws(Refusal) -> Block? {
        switch kind(of: node) {
        case "heading":
            return .heading(level: Int(cmark_node_get_heading_level(node)), try inlines(in: node, depth: depth))
        case "paragraph": return .paragraph(try inlines(in: node, depth: depth))
        case "block_quote": return .quote(try blocks(in: node, depth: depth + 1))
        case "list": return .list(try list(node, depth: depth))
        case "code_block": return .code(text(cmark_node_get_literal(node)))
        case "html_block":
            let html = text(cmark_node_get_literal(node))
            try LinkRule.check(html: html, line: line(of: node))
            return .html(html)
        case "table": return .table(try table(node, depth: depth))
        case "thematic_break": return .rule
        default: return nil
        }
    }

    private func list(_ node: OpaquePointer, depth: Int) throws(Refusal) -> BlockList {
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

    private func table(_ node: OpaquePointer, depth: Int) throws(Refusal) -> BlockTable {
        let count = Int(cmark_gfm_extensions_get_table_columns(node))
        let letters = cmark_gfm_extensions_get_table_alignments(node)
        var rows: [[[Inline]]] = []
        for row in children(of: node) {
            var cells: [[Inline]] = []
            for cell in children(of: row) { cells.append(try inlines(in: cell, depth: depth)) }
            rows.append(cells)
        }
        return BlockTable(
            alignments: (0..<count).map { alignment(letters?[$0]) }, header: rows.first ?? [],
            rows: Array(rows.dropFirst()))
    }

    private func alignment(_ letter: UInt8?) -> BlockTable.Alignment {
        switch letter {
        case UInt8(ascii: "l"): .left
        case UInt8(ascii: "c"): .center
        case UInt8(ascii: "r"): .right
        default: .natural
        }
    }

    private func inlines(in parent: OpaquePointer, depth: Int) throws(Refusal) -> [Inline] {
        guard depth < Self.deepest else {
            throw Refusal(line: line(of: parent), message: "emphasis and links nest deeper than \(Self.deepest) levels")
        }
        var inlines: [Inline] = []
        for node in children(of: parent) {
            if let inline = try inline(node, depth: depth + 1) { inlines.append(inline) }
        }
        return inlines
    }

    private func inline(_ node: OpaquePointer, depth: Int) throws(Refusal) -> Inline? {
        let literal = text(cmark_node_get_literal(node))
        switch kind(of: node) {
        case "text": return .text(literal)
        case "code": return .code(literal)
        case "softbreak": return .softBreak
        case "linebreak": return .lineBreak
        case "emph": return .emphasis(try inlines(in: node, depth: depth))
        case "strong": return .strong(try inlines(in: node, depth: depth))
        case "strikethrough": return .strikethrough(try inlines(in: node, depth: depth))
        case "html_inline":
            try LinkRule.check(html: literal, line: line(of: node))
            return .html(literal)
        case "link":
            let url = text(cmark_node_get_url(node))
            try LinkRule.check(link: url, line: line(of: node))
            return .link(url: url, title: text(cmark_node_get_title(node)), try inlines(in: node, depth: depth))
        case "image":
            let url = text(cmark_node_get_url(node))
            try LinkRule.check(image: url, line: line(of: node))
            return .image(url: url, title: text(cmark_node_get_title(node)), alt: try inlines(in: node, depth: depth))
        default: return nil
        }
    }

    private func children(of node: OpaquePointer) -> [OpaquePointer] {
        var children: [OpaquePointer] = []
        var next = cmark_node_first_child(node)
        while let child = next {
            children.append(child)
            next = cmark_node_next(child)
        }
        return children
    }

    /// Names, since the extensions have no constants.
    private func kind(of node: OpaquePointer) -> String {
        text(cmark_node_get_type_string(node))
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
