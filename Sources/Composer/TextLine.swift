/// A line of plain text that goes out as format=flowed (RFC 3676).
struct TextLine: Equatable {
    var text: String
    /// How many quotes it stands in (§4.5).
    var quotes = 0
    /// The line end is only where it was wrapped: the next line goes on with it (§4.1).
    var flows = false

    /// How the line is written: quote marks first, and a space before what a reader could take for one (§4.4). A value
    /// that opens a line gets that space too, whatever it will be.
    func encoded(_ table: TagTable) -> String {
        let end = flows ? " " : ""
        if quotes > 0 { return String(repeating: ">", count: quotes) + (text.isEmpty ? "" : " " + text) + end }
        let scalars = text.unicodeScalars
        // A section may be absent: the space stands within it.
        guard let first = scalars.firstIndex(where: { table.tag($0)?.isSection != true }) else { return text + end }
        let needsSpace = scalars[first] == " " || scalars[first] == ">" || table.tag(scalars[first]) != nil
        return needsSpace ? text[..<first] + " " + text[first...] + end : text + end
    }

    /// `text` and its quote marks, as a line of a list.
    var asItem: String {
        quotes == 0 ? text : String(repeating: ">", count: quotes) + (text.isEmpty ? "" : " " + text)
    }
}
