/// Reads CSV from bytes that come in pieces of any size (RFC 4180).
///
/// - The delimiter is the most frequent of `, ; tab |` outside quotes in the first line, unless it is given.
/// - Lines end with CRLF, LF or CR; inside quotes they belong to the field. Blank lines are passed over.
/// - Quotes open a field only at its start; `""` inside is one quote. What follows a closing quote belongs to the field, as
///   spreadsheets read it.
/// - A byte order mark is dropped. The first record that isn't ASCII decides whether the file is UTF-8 or Windows-1252; in a
///   file of UTF-8, a record that is not valid is read as Windows-1252 by itself. UTF-16 is refused.
///
/// Memory holds one record, of at most `recordLimit` bytes, and the records of the piece at hand. After an error the reader
/// is of no more use.
public struct CSVReader: Sendable {
    /// Bytes of one record, delimiters included.
    public static let recordLimit = 1 << 20

    /// The delimiter in use; nil before the first line has ended.
    public private(set) var delimiter: CSVDelimiter?
    /// What the file turned out to be; nil while it was ASCII only.
    public private(set) var encoding: CSVEncoding?

    private enum State {
        case fieldStart, plain, quoted
        /// Behind a quote inside quotes: doubled, or the end of the quoted part.
        case quote
    }

    private let file: String
    private var sniffer = DelimiterSniffer()
    /// The first bytes, kept until mark and delimiter are known.
    private var head: [UInt8] = []
    private var isHeadMarked = false

    private var state = State.fieldStart
    /// The text of all fields of this record, one behind the other, and where each ended.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var line = 1
    private var recordLine = 1
    private var quoteLine = 1
    private var followsCR = false

    /// `file` is the name that errors tell.
    public init(file: String, delimiter: CSVDelimiter? = nil) {
        self.file = file
        self.delimiter = delimiter
    }

    /// Takes the next piece of the file; returns the records that it completes.
    public mutating func feed(_ piece: [UInt8]) throws(CSVError) -> [CSVRecord] {
        var records: [CSVRecord] = []
        guard isHeadMarked, let delimiter else {
            try takeHead(piece, into: &records)
            return records
        }
        try parse(piece, delimiter: delimiter.rawValue, into: &records)
        return records
    }

    /// Ends the file; returns its last record when no line end follows it. Throws for quotes that were never closed.
    public mutating func finish() throws(CSVError) -> [CSVRecord] {
        var records: [CSVRecord] = []
        if !head.isEmpty { try readHead(delimiter: delimiter ?? sniffer.delimiter, into: &records) }
        if state == .quoted { throw unclosedQuote("is never closed") }
        endRecord(into: &records)
        return records
    }

    // MARK: The beginning of the file

    private mutating func takeHead(_ piece: [UInt8], into records: inout [CSVRecord]) throws(CSVError) {
        var known = isHeadMarked ? delimiter : nil
        for (index, byte) in piece.enumerated() {
            head.append(byte)
            if !isHeadMarked {
                try checkMark()
                guard isHeadMarked, !head.isEmpty else { continue }
            }
            known = delimiter ?? sniffer.take(byte)
            if let known {
                try readHead(delimiter: known, into: &records)
                return try parse(Array(piece[(index + 1)...]), delimiter: known.rawValue, into: &records)
            }
            if head.count > Self.recordLimit {
                throw error(at: 1, "the first line is longer than 1 MiB; is this a CSV file?")
            }
        }
    }

    /// Looks for a byte order mark, as soon as there are bytes enough to tell.
    private mutating func checkMark() throws(CSVError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            throw error(at: 1, "the file is UTF-16; save it as CSV in UTF-8")
        }
        if head == mark {
            head = []
            encoding = .utf8
            isHeadMarked = true
        } else if !mark.starts(with: head) && head != [0xFF] && head != [0xFE] {
            // What looked like a mark so far holds neither delimiter nor quote: the sniffer can do without it.
            isHeadMarked = true
        }
    }

    private mutating func readHead(delimiter: CSVDelimiter, into records: inout [CSVRecord]) throws(CSVError) {
        self.delimiter = delimiter
        isHeadMarked = true
        let bytes = head
        head = []
        try parse(bytes, delimiter: delimiter.rawValue, into: &records)
    }

    // MARK: Records

    private mutating func parse(
        _ piece: [UInt8], delimiter: UInt8, into records: inout [CSVRecord]
    ) throws(CSVError) {
        var index = 0
        while index < piece.count {
            let byte = piece[index]
            if followsCR {
                followsCR = false
                // The second half of a CRLF; inside quotes it belongs to the text, but is no line of its own.
                if byte == UInt8(ascii: "\n") {
                    if state == .quoted { bytes.append(byte) }
                    index += 1
                    continue
                }
            }
            if state == .quoted {
                index = takeQuoted(piece, from: index)
            } else {
                index = takePlain(piece, from: index, delimiter: delimiter, into: &records)
            }
            if bytes.count + ends.count > Self.recordLimit {
                if state == .quoted { throw unclosedQuote("runs over more than 1 MiB") }
                throw error(at: recordLine, "this record is longer than 1 MiB; split it, or check the quotes before it")
            }
        }
    }

    /// Takes ordinary bytes in one go, or one byte that means something; returns where to go on.
    private mutating func takePlain(
        _ piece: [UInt8], from start: Int, delimiter: UInt8, into records: inout [CSVRecord]
    ) -> Int {
        switch piece[start] {
        case delimiter:
            ends.append(bytes.count)
            state = .fieldStart
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            followsCR = piece[start] == UInt8(ascii: "\r")
            endRecord(into: &records)
            line += 1
            recordLine = line
        case UInt8(ascii: "\"") where state == .fieldStart:
            quoteLine = line
            state = .quoted
        case UInt8(ascii: "\"") where state == .quote:
            bytes.append(piece[start])
            state = .quoted
        default:
            var end = start + 1
            while end < piece.count, piece[end] != delimiter, piece[end] != UInt8(ascii: "\n"),
                piece[end] != UInt8(ascii: "\r")
            {
                end += 1
            }
            bytes += piece[start..<end]
            state = .plain
            return end
        }
        return start + 1
    }

    private mutating func takeQuoted(_ piece: [UInt8], from start: Int) -> Int {
        var end = start
        while end < piece.count {
            switch piece[end] {
            case UInt8(ascii: "\""):
                bytes += piece[start..<end]
                state = .quote
                return end + 1
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "\r"):
                line += 1
                followsCR = true
                bytes += piece[start...end]
                return end + 1
            default: break
            }
            end += 1
        }
        bytes += piece[start..<end]
        return end
    }

    private mutating func endRecord(into records: inout [CSVRecord]) {
        let isBlank = ends.isEmpty && state == .fieldStart
        if !isBlank {
            ends.append(bytes.count)
            records.append(CSVRecord(line: recordLine, fields: decodedFields()))
        }
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        state = .fieldStart
    }

    private mutating func decodedFields() -> [String] {
        if encoding != .windows1252 {
            if let fields = fields(decode: { String(validating: $0, as: UTF8.self) }) {
                if encoding == nil, bytes.contains(where: { $0 >= 0x80 }) { encoding = .utf8 }
                return fields
            }
            if encoding == nil { encoding = .windows1252 }
        }
        return fields(decode: CSVEncoding.windows1252Text) ?? []
    }

    private func fields(decode: (ArraySlice<UInt8>) -> String?) -> [String]? {
        var fields: [String] = []
        fields.reserveCapacity(ends.count)
        var start = 0
        for end in ends {
            guard let field = decode(bytes[start..<end]) else { return nil }
            fields.append(field)
            start = end
        }
        return fields
    }

    // MARK: Errors

    private func unclosedQuote(_ fault: String) -> CSVError {
        error(
            at: quoteLine, "the quoted field that opens in this line \(fault); close it, or double a quote that is text"
        )
    }

    private func error(at line: Int, _ message: String) -> CSVError {
        CSVError(file: file, line: line, message: message)
    }
}
