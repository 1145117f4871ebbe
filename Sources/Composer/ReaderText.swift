/// What a reader or an importer typed, for a place in our own text.
enum ReaderText {
    /// How many characters of it go into a header: a name or a town, no more.
    private static let longestInHeader = 200

    /// On one line, and without what turns the text around it (UAX #9: embeddings, overrides and isolates).
    static func line(_ text: String) -> String {
        let line = Sentinel.strippedLine(text)
        guard line.unicodeScalars.contains(where: turnsText) else { return line }
        let scalars = line.unicodeScalars.filter { !turnsText($0) }
        return Sentinel.strippedLine(String(String.UnicodeScalarView(scalars)))
    }

    /// `line(_:)`, cut after a whole character.
    static func header(_ text: String) -> String {
        let line = line(text)
        // No text has more characters than bytes.
        return line.utf8.count <= longestInHeader ? line : String(line.prefix(longestInHeader))
    }

    private static func turnsText(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
}
