/// Checks that sections end in the container that they begin in, innermost first.
///
/// Then no reader's copy can have half an element, whichever sections it shows.
struct SectionBalance {
    private var open: [(field: MergeField, tag: MergeTag)] = []

    /// Reads the tags of the next piece of the container.
    mutating func read(_ text: String, _ table: TagTable) throws(MarkdownReader.Refusal) {
        for tag in table.tags(in: text) {
            switch tag.kind {
            case .open(let field, _): open.append((field, tag))
            case .close(let field):
                guard let last = open.popLast() else {
                    throw Self.refusal(tag, "ends a section that does not begin in the same paragraph or list item")
                }
                guard last.field == field else {
                    throw Self.refusal(tag, "comes where \(last.tag.source) should end first")
                }
            case .wrong(let message): throw .init(line: tag.line, message: message, kind: .field)
            case .field, .comment: break
            }
        }
    }

    func end() throws(MarkdownReader.Refusal) {
        guard let last = open.last else { return }
        throw Self.refusal(last.tag, "begins a section that does not end in the same paragraph or list item")
    }

    private static func refusal(_ tag: MergeTag, _ problem: String) -> MarkdownReader.Refusal {
        .init(
            line: tag.line,
            message:
                "\(tag.source) \(problem); begin and end it in one paragraph, or put both tags on lines of their own")
    }
}
