/// What stands between the fields of a record.
public enum CSVDelimiter: UInt8, Sendable, CaseIterable {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09
    case pipe = 0x7C
}

/// Finds the delimiter that a header line uses: the most frequent one outside quotes, the comma when there is none.
struct DelimiterSniffer {
    private var counts: [CSVDelimiter: Int] = [:]
    private var isQuoted = false
    /// A quote opens a field only at its start, and goes on in one where it doubles a quote that seemed to close it.
    private var mayOpenQuote = true
    private var isBlank = true

    /// Takes the next byte of the file; answers when the first line that isn't blank has ended.
    mutating func take(_ byte: UInt8) -> CSVDelimiter? {
        if byte == UInt8(ascii: "\"") {
            mayOpenQuote = isQuoted || mayOpenQuote
            if mayOpenQuote { isQuoted.toggle() }
            isBlank = false
            return nil
        }
        mayOpenQuote = false
        if isQuoted { return nil }
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
            mayOpenQuote = isBlank
            return isBlank ? nil : delimiter
        }
        isBlank = false
        if let delimiter = CSVDelimiter(rawValue: byte) {
            counts[delimiter, default: 0] += 1
            mayOpenQuote = true
        }
        return nil
    }

    /// The answer for what came so far; of equally frequent ones the first in the enumeration.
    var delimiter: CSVDelimiter {
        var best = CSVDelimiter.comma
        for candidate in CSVDelimiter.allCases where counts[candidate, default: 0] > counts[best, default: 0] {
            best = candidate
        }
        return best
    }
}
