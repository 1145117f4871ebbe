/// A text of the author's with a sentinel in the place of each tag.
struct MergeSource {
    private(set) var text = ""

    /// - Parameter table: the tags join it.
    /// - Parameter isMarkdown: a backslash before `{{` makes it text, and section tags may stand on lines of their own.
    init(_ source: String, _ table: inout TagTable, isMarkdown: Bool) throws(MarkdownReader.Refusal) {
        let lines = Sentinel.stripped(source).split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if index > 0 { text += "\n" }
            guard line.contains("{{") else {
                text += line
                continue
            }
            let marked = try Self.marked(line, number: index + 1, &table, isMarkdown: isMarkdown)
            text += isMarkdown ? Self.standingAlone(marked, table) : marked
        }
    }

    /// What a section tag on a line of its own looks like to Markdown: a comment is a block whatever is around it.
    static let commentStart = "<!--"
    static let commentEnd = "-->"

    private static func standingAlone(_ line: String, _ table: TagTable) -> String {
        let indentation = line.prefix { $0 == " " || $0 == "\t" }
        let content = line[indentation.endIndex...].trimmingBlanks
        guard content.unicodeScalars.count == 1, let scalar = content.unicodeScalars.first, let tag = table.tag(scalar),
            tag.isSection || tag.kind == .comment
        else { return line }
        return indentation + commentStart + content + commentEnd
    }

    private static func marked(
        _ line: Substring, number: Int, _ table: inout TagTable, isMarkdown: Bool
    ) throws(MarkdownReader.Refusal) -> String {
        var marked = ""
        var rest = line
        while let open = rest.firstRange(of: "{{") {
            let before = rest[..<open.lowerBound]
            let backslashes = before.reversed().prefix { $0 == "\\" }.count
            if isMarkdown, backslashes % 2 == 1 {
                marked += before + "{{"
                rest = rest[open.upperBound...]
                continue
            }
            let tag: MergeTag
            if let close = rest[open.upperBound...].firstRange(of: "}}") {
                let content = rest[open.upperBound..<close.lowerBound].trimmingBlanks
                let isTriple = content.hasPrefix("{") && rest[close.upperBound...].hasPrefix("}")
                let end = isTriple ? rest.index(after: close.upperBound) : close.upperBound
                tag = MergeTag(
                    content: content, source: String(rest[open.lowerBound..<end]), line: number, custom: table.custom)
                rest = rest[end...]
            } else {
                tag = MergeTag(
                    .wrong("{{ is never closed; end the tag with }}, or write \\{{ for two braces"), source: "{{",
                    line: number)
                rest = rest[open.upperBound...]
            }
            guard let sentinel = table.add(.tag(tag)) else {
                throw .init(line: number, message: "the issue has more tags than a newsletter needs; use fewer")
            }
            marked += before + String(sentinel)
        }
        return marked + rest
    }
}
