/// A block of Markdown: the tree that both the HTML and the plain text are made from.
indirect enum Block: Sendable, Equatable {
    case heading(level: Int, [Inline])
    case paragraph([Inline])
    case quote([Block])
    case list(BlockList)
    case code(String)
    case html(String)
    case table(BlockTable)
    case rule
    /// A section tag on a line of its own.
    case mark(SectionMark)
}

/// Where blocks that only some readers get begin or end.
struct SectionMark: Sendable, Equatable {
    /// Its sentinel.
    let text: String
    let isOpening: Bool
}

struct BlockList: Sendable, Equatable {
    struct Item: Sendable, Equatable {
        /// Set for a task.
        let isDone: Bool?
        let blocks: [Block]
    }

    /// The first number of an ordered list; nil for bullets.
    let start: Int?
    /// Without blank lines between the items.
    let isTight: Bool
    let items: [Item]
}

struct BlockTable: Sendable, Equatable {
    enum Alignment: Sendable, Equatable {
        case natural, left, center, right
    }

    let alignments: [Alignment]
    let header: [[Inline]]
    /// Each with as many cells as the header.
    let rows: [[[Inline]]]
}

/// What stands in a line of Markdown.
indirect enum Inline: Sendable, Equatable {
    case text(String)
    case code(String)
    case html(String)
    case softBreak
    case lineBreak
    case emphasis([Inline])
    case strong([Inline])
    case strikethrough([Inline])
    case link(url: String, title: String, [Inline])
    /// `url` is a sentinel for a file beside the issue.
    case image(url: String, title: String, alt: [Inline])
    /// The number of a footnote, from 1.
    case footnote(Int)
}

extension [Inline] {
    /// The words alone, on one line.
    var plainText: String {
        map { inline in
            switch inline {
            case .text(let text), .code(let text): text
            case .html, .footnote: ""
            case .softBreak, .lineBreak: " "
            case .emphasis(let content), .strong(let content), .strikethrough(let content): content.plainText
            case .link(_, _, let content), .image(_, _, let content): content.plainText
            }
        }.joined()
    }
}
