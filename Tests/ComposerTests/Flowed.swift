/// Reads format=flowed as RFC 3676 §4 tells receivers to.
enum Flowed {
    struct Line: Equatable {
        var quotes = 0
        var text = ""
    }

    /// Lines without quote marks and stuffed spaces; flowed ones joined with what follows.
    static func paragraphs(_ text: String) -> [Line] {
        var paragraphs: [Line] = []
        var goesOn = false
        for raw in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = parsed(raw)
            if goesOn, let last = paragraphs.last, last.quotes == line.quotes {
                paragraphs[paragraphs.count - 1].text += line.text
            } else {
                paragraphs.append(line)
            }
            goesOn = line.text.hasSuffix(" ") && line.text != "-- "
        }
        return paragraphs
    }

    /// The text as a reader's window of the right width shows it: quote marks, no stuffing, no trailing spaces.
    static func shown(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { raw in
            let line = parsed(raw)
            let marks = String(repeating: ">", count: line.quotes)
            var shown = line.quotes > 0 && !line.text.isEmpty ? marks + " " + line.text : marks + line.text
            while shown.hasSuffix(" ") { shown.removeLast() }
            return shown
        }.joined(separator: "\n")
    }

    private static func parsed(_ raw: Substring) -> Line {
        let quotes = raw.prefix { $0 == ">" }.count
        let rest = raw.dropFirst(quotes)
        return Line(quotes: quotes, text: String(rest.hasPrefix(" ") ? rest.dropFirst() : rest))
    }
}
