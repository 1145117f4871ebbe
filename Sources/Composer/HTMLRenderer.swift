/// Markdown's tree → HTML without looks: those are the style sheet's.
///
/// The issue's subject is the page's `h1`, so each heading goes one level down: a section becomes an `h2`, a topic line an
/// `h3`, a headline an `h4`.
struct HTMLRenderer {
    /// A first-level heading, which the section bar links to.
    struct Section: Equatable {
        let title: String
        let anchor: String
    }

    private(set) var html = ""
    private(set) var sections: [Section] = []
    /// How many sections around only show for some readers.
    private var conditions = 0
    private var referredFootnotes: Set<Int> = []

    init(_ document: IssueDocument) {
        render(document.blocks)
        if !document.footnotes.isEmpty { render(footnotes: document.footnotes) }
    }

    private mutating func render(_ blocks: [Block]) {
        for block in blocks { render(block) }
    }

    private mutating func render(_ block: Block) {
        switch block {
        case .heading(let level, let content): heading(level, content)
        case .paragraph(let content):
            let text = inline(content)
            html += "<p>\(text)</p>\n"
        case .quote(let blocks):
            html += "<blockquote>\n"
            render(blocks)
            html += "</blockquote>\n"
        case .list(let list): render(list)
        case .code(let code):
            html += "<pre><code>\(HTMLText.escape(code))</code></pre>\n"
        case .html(let raw): html += raw
        case .table(let table): render(table)
        case .rule: html += "<hr>\n"
        case .mark(let mark):
            conditions += mark.isOpening ? 1 : -1
            html += mark.text
        }
    }

    private mutating func heading(_ level: Int, _ content: [Inline]) {
        let tag = "h\(min(level + 1, 6))"
        var anchor = ""
        // The bar is the same for everyone, so it leads only to what everyone has.
        if level == 1, conditions == 0 {
            let section = Section(title: content.plainText, anchor: freshAnchor(for: content.plainText))
            sections.append(section)
            // Gmail and Outlook follow links only to an empty element with a name (caniemail.com, local anchors).
            anchor = "<a id=\"\(section.anchor)\" name=\"\(section.anchor)\"></a>"
        }
        let text = inline(content)
        html += "<\(tag)>\(anchor)\(text)</\(tag)>\n"
    }

    /// ASCII letters and digits of the title, else a number: some clients rewrite links to any other anchor.
    private func freshAnchor(for title: String) -> String {
        let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let name = words.isEmpty ? "section" : words.joined(separator: "-")
        let taken = sections.map(\.anchor)
        if !words.isEmpty, !taken.contains(name) { return name }
        var number = sections.count + 1
        while taken.contains("\(name)-\(number)") { number += 1 }
        return "\(name)-\(number)"
    }

    private mutating func render(_ list: BlockList) {
        let tag = list.start == nil ? "ul" : "ol"
        let start = list.start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
        html += "<\(tag)\(start)>\n"
        for item in list.items {
            if let isDone = item.isDone {
                // Form controls don't work in mail; a character does.
                html += "<li class=\"task\">\(isDone ? "☑" : "☐") "
            } else {
                html += "<li>"
            }
            for block in item.blocks {
                if list.isTight, case .paragraph(let content) = block {
                    let text = inline(content)
                    html += text
                } else {
                    html += "\n"
                    render(block)
                }
            }
            html += "</li>\n"
        }
        html += "</\(tag)>\n"
    }

    private mutating func render(_ table: BlockTable) {
        html += "<table class=\"data\">\n<thead>\n<tr>"
        for (cell, alignment) in zip(table.header, table.alignments) {
            let text = inline(cell)
            html += "<th scope=\"col\"\(style(of: alignment))>\(text)</th>"
        }
        html += "</tr>\n</thead>\n<tbody>\n"
        for row in table.rows {
            html += "<tr>"
            for (cell, alignment) in zip(row, table.alignments) {
                let text = inline(cell)
                html += "<td\(style(of: alignment))>\(text)</td>"
            }
            html += "</tr>\n"
        }
        html += "</tbody>\n</table>\n"
    }

    private func style(of alignment: BlockTable.Alignment) -> String {
        switch alignment {
        case .natural: ""
        case .left: " style=\"text-align:left\""
        case .center: " style=\"text-align:center\""
        case .right: " style=\"text-align:right\""
        }
    }

    private mutating func inline(_ content: [Inline]) -> String {
        var text = ""
        for inline in content { text += self.inline(inline) }
        return text
    }

    private mutating func inline(_ inline: Inline) -> String {
        switch inline {
        case .text(let text): return HTMLText.escape(text)
        case .code(let code): return "<code>\(HTMLText.escape(code))</code>"
        case .html(let raw): return raw
        case .softBreak: return "\n"
        case .lineBreak: return "<br>\n"
        case .emphasis(let content): return "<em>\(self.inline(content))</em>"
        case .strong(let content): return "<strong>\(self.inline(content))</strong>"
        case .strikethrough(let content): return "<del>\(self.inline(content))</del>"
        case .link(let url, let title, let content):
            let content = self.inline(content)
            let text = LinkRule.address(content, shownFor: HTMLText.escape(url)) ?? content
            return
                "<a href=\"\(HTMLText.escape(url))\"\(titleAttribute(title))>\(text)</a>"
        case .image(let url, let title, let alt):
            return
                "<img src=\"\(HTMLText.escape(url))\" alt=\"\(HTMLText.escape(alt.plainText))\"\(titleAttribute(title))"
                + ">"
        case .footnote(let number):
            // Several places may refer to one note; it leads back to the first.
            let isFirst = referredFootnotes.insert(number).inserted
            let anchor = isFirst ? " id=\"ref-\(number)\" name=\"ref-\(number)\"" : ""
            return "<sup><a\(anchor) href=\"#note-\(number)\">\(number)</a></sup>"
        }
    }

    private mutating func render(footnotes: [[Block]]) {
        html += "<hr>\n<ol class=\"footnotes\">\n"
        for (index, blocks) in footnotes.enumerated() {
            let number = index + 1
            html += "<li><a id=\"note-\(number)\" name=\"note-\(number)\"></a>"
            for block in blocks {
                if case .paragraph(let content) = block {
                    let text = inline(content)
                    html += text + " "
                } else {
                    render(block)
                }
            }
            html += "<a href=\"#ref-\(number)\">↩</a></li>\n"
        }
        html += "</ol>\n"
    }

    private func titleAttribute(_ title: String) -> String {
        title.isEmpty ? "" : " title=\"\(HTMLText.escape(title))\""
    }
}
