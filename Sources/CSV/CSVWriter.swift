/// Writes records as CSV (RFC 4180): UTF-8, CRLF, quotes where they are needed.
public struct CSVWriter: Sendable {
    public var delimiter: CSVDelimiter
    /// Puts an apostrophe before values that a spreadsheet would run as a formula: those that start with `= + - @`, a tab or
    /// a CR. One that has apostrophes before such a beginning by itself gets one more, so that `unguarded` finds each value
    /// again. Without it the values come back byte for byte; use that for programs only.
    public var guardsFormulas: Bool

    public init(delimiter: CSVDelimiter = .comma, guardsFormulas: Bool = true) {
        self.delimiter = delimiter
        self.guardsFormulas = guardsFormulas
    }

    /// The bytes of one record, line end included.
    public func record(_ fields: [String]) -> [UInt8] {
        var output: [UInt8] = []
        append(fields, to: &output)
        return output
    }

    /// Appends one record, line end included.
    public func append(_ fields: [String], to output: inout [UInt8]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { output.append(delimiter.rawValue) }
            append(field, to: &output)
        }
        // Without quotes a single empty field would be a blank line, which readers pass over.
        if fields == [""] { output += "\"\"".utf8 }
        output += "\r\n".utf8
    }

    private func append(_ field: String, to output: inout [UInt8]) {
        let needsGuard = guardsFormulas && Self.isFormula(field.utf8.drop { $0 == Self.apostrophe })
        let needsQuotes = field.utf8.contains(where: Self.needsQuotes)
        if needsQuotes { output.append(UInt8(ascii: "\"")) }
        if needsGuard { output.append(Self.apostrophe) }
        if needsQuotes {
            for byte in field.utf8 {
                if byte == UInt8(ascii: "\"") { output.append(byte) }
                output.append(byte)
            }
            output.append(UInt8(ascii: "\""))
        } else {
            output += field.utf8
        }
    }

    /// A field as it was before `guardsFormulas` put its apostrophe there.
    public static func unguarded(_ field: String) -> String {
        guard field.utf8.first == apostrophe, isFormula(field.utf8.drop { $0 == apostrophe }) else { return field }
        return String(field.unicodeScalars.dropFirst())
    }

    private static let apostrophe = UInt8(ascii: "'")

    private static func isFormula(_ text: Substring.UTF8View) -> Bool {
        text.first.map(startsFormula) == true
    }

    private static func startsFormula(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"),
            UInt8(ascii: "\r"):
            true
        default: false
        }
    }

    /// All delimiters are quoted, not only the one in use, so that no reader guesses a wrong one.
    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
            || CSVDelimiter(rawValue: byte) != nil
    }
}
