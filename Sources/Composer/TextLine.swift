/// A line of plain text that goes out as format=flowed (RFC 3676).
struct TextLine: Equatable {
    var text: String
    /// How many quotes it stands in (§4.5).
    var quotes = 0
    /// The line end is only where it was wrapped: the next line goes on with it (§4.1).
    var flows = false
    /// Tags of sections that begin or end behind the line.
    var marks = ""

    /// How the line is written: quote marks first, and a space before what a reader could take for one (§4.4). A value
    /// that opens a line gets that space too, whatever it will be.
    func encoded(_ table: TagTable) -> String {
        written(table) + marks
    }

    private func written(_ table: TagTable) -> String {
        let text = flows ? text + " " : fixed(table)
        if quotes > 0 { return String(repeating: ">", count: quotes) + (text.isEmpty ? "" : " " + text) }
        let scalars = text.unicodeScalars
        // A section may be absent: the space stands within it.
        guard let first = scalars.firstIndex(where: { table.tag($0)?.isSection != true }) else { return text }
        let needsSpace = scalars[first] == " " || scalars[first] == ">" || table.tag(scalars[first]) != nil
        return needsSpace ? text[..<first] + " " + text[first...] : text
    }

    /// `text` and its quote marks, as a line of a list.
    var asItem: String {
        quotes == 0 ? text : String(repeating: ">", count: quotes) + (text.isEmpty ? "" : " " + text)
    }

    /// A space at its end would make it flow. Where a value or section at the end may be empty, and leave the space before it
    /// behind, a no-break space takes the last place.
    private func fixed(_ table: TagTable) -> String {
        var scalars = Substring(text).unicodeScalars
        while let last = scalars.last, last == " " || table.tag(last)?.kind == .comment { scalars.removeLast() }
        let line = String(Substring(scalars))
        guard let last = scalars.last, table.tag(last) != nil else { return line }
        let leavesSpace = zip(scalars, scalars.dropFirst()).contains { $0 == " " && table.tag($1) != nil }
        return leavesSpace ? line + "\u{A0}" : line
    }
}
