/// The two halves of an issue file.
struct FrontMatter {
    let yaml: String
    let markdown: String
    /// Where the Markdown starts, from 1.
    let markdownLine: Int

    init(_ text: String, file: String) throws(IssueFileError) {
        let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        // One Character, whether LF or CRLF.
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.first, Self.isFence(first) else {
            throw IssueFileError(
                file: file, line: 1,
                message: "no front matter; begin the file with a line ---, \"subject: …\" and a line ---")
        }
        guard let end = lines.dropFirst().firstIndex(where: Self.isFence) else {
            throw IssueFileError(
                file: file, line: 1, message: "the front matter has no end; put a line --- between it and the Markdown")
        }
        yaml = lines[1..<end].joined(separator: "\n") + "\n"
        markdown = lines[(end + 1)...].joined(separator: "\n") + "\n"
        markdownLine = end + 2
    }

    private static func isFence(_ line: Substring) -> Bool {
        line.hasPrefix("---") && line.dropFirst(3).allSatisfy { $0 == " " || $0 == "\t" }
    }
}
