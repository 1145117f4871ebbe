/// What stands where in an issue file's Markdown, for whoever judges it: `IssueFile.outline` has it in the file's order.
public struct OutlineItem: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        /// `level` is 1 for a section, as in the Markdown; its words follow as items of their own.
        case heading(level: Int, text: String)
        /// Anything else that fills a section: a paragraph, a list, code, an image …
        case block
        /// Words of one line without a link or emphasis in between. Code is no text.
        case text(String)
        /// An address that is its own text has that for text.
        case link(url: String, text: String)
        /// `number` is that of a file beside the issue, for `ComposedIssue.image`.
        case image(url: String, alt: String, number: Int?)
        /// The author's own HTML: a whole block, or one tag in a line of Markdown.
        case html(String, isBlock: Bool)
        /// A field that some readers have no value for.
        case field(source: String, name: String, hasDefault: Bool)
        /// A section that only some readers get.
        case open(field: String, isInverted: Bool)
        case close
    }

    public let content: Content
    /// From 1. In `IssueFile.outline` in the whole file.
    public let line: Int

    init(_ content: Content, line: Int) {
        self.content = content
        self.line = line
    }

    /// The item that a tag is; nil for what every copy has the same.
    init?(_ tag: MergeTag) {
        switch tag.kind {
        case .field(let field, _):
            if !field.differs { return nil }
            // An empty one was meant.
            self.init(
                .field(source: tag.source, name: field.text, hasDefault: tag.source.contains("|")), line: tag.line)
        case .open(let field, let isInverted):
            self.init(.open(field: field.text, isInverted: isInverted), line: tag.line)
        case .close: self.init(.close, line: tag.line)
        case .comment, .wrong: return nil
        }
    }

    /// With each sentinel in its texts turned back by `source`, `offset` lines further down.
    func inFile(_ offset: Int, _ source: (String) -> String) -> OutlineItem {
        let content: Content =
            switch content {
            case .heading(let level, let text): .heading(level: level, text: source(text))
            case .text(let text): .text(source(text))
            case .link(let url, let text): .link(url: source(url), text: source(text))
            case .image(let url, let alt, let number): .image(url: source(url), alt: source(alt), number: number)
            case .html(let html, let isBlock): .html(source(html), isBlock: isBlock)
            case .block, .field, .open, .close: content
            }
        return OutlineItem(content, line: line + offset)
    }
}

/// A line of the front matter: the subject or the preheader.
public struct OutlineLine: Sendable, Equatable {
    /// As its author wrote it, tags included.
    public let text: String
    /// In the issue file, from 1.
    public let line: Int
    /// Those that some readers have no value for, and the sections around.
    public let fields: [OutlineItem]
}

extension IssueFile {
    public var outline: [OutlineItem] {
        document.outline.map { $0.inFile(markdownLine - 1, tags.source) }
    }

    public var subjectLine: OutlineLine { line(subject, lines["subject"] ?? 1) }
    /// Nil without a preheader.
    public var preheaderLine: OutlineLine? { preheader.map { line($0, lines["preheader"] ?? 1) } }
    /// Where a key of the front matter stands; 1 where it is absent.
    public func line(of key: String) -> Int { lines[key] ?? 1 }

    private func line(_ text: String, _ line: Int) -> OutlineLine {
        OutlineLine(
            text: tags.source(of: text), line: line,
            fields: tags.tags(in: text).compactMap { OutlineItem($0) }.map { OutlineItem($0.content, line: line) })
    }
}
