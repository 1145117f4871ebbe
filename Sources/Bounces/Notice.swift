/// The words of a report without MIME's help: what the mail system says, told apart from the message that it returns.
struct Notice: Sendable {
    struct Line: Sendable {
        /// Without the white space around it.
        let text: Substring
        let folded: Folded
        var isBlank: Bool { folded.isEmpty }
    }

    /// What the mail system says.
    private(set) var lines: [Line]
    /// The header of the message that stands behind it, if one does.
    private(set) var returnedHeader: HeaderFields?

    private static let mostLines = 1_500
    private static let longestLine = 1_000

    init(_ text: String) {
        var lines: [Line] = []
        var raw: [Substring] = []
        for line in text.split(maxSplits: Self.mostLines, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .prefix(Self.mostLines)
        {
            let line = line.prefix(Self.longestLine)
            raw.append(line)
            lines.append(Line(text: Substring(line.trimmed), folded: Folded(line)))
        }
        self.lines = lines
        divide(raw)
    }

    /// Finds where the returned message begins: behind the first address, so that "the original message follows" at the
    /// very top hides nothing; or at a run of header fields that only a message has.
    private mutating func divide(_ raw: [Substring]) {
        var hasAddress = false
        for index in lines.indices {
            if startsMessageHeader(at: index) || (hasAddress && Self.announcesMessage(lines[index])) {
                let rest = raw[index...].map { Self.withoutQuoteMark($0) }
                let start = rest.firstIndex { HeaderFields.field($0) != nil } ?? rest.endIndex
                let header = HeaderFields(lines: rest[start...].prefix { !$0.trimmed.isEmpty })
                if header.fields.count > 1 { returnedHeader = header }
                lines.removeSubrange(index...)
                return
            }
            hasAddress = hasAddress || lines[index].text.utf8.contains(UInt8(ascii: "@"))
        }
    }

    private static func announcesMessage(_ line: Line) -> Bool {
        guard (4...100).contains(line.folded.bytes.count) else { return false }
        if line.folded.contains(NoticePhrases.returned) { return true }
        let marks = line.folded.bytes.prefix { "-=_*#~+ ".utf8.contains($0) }
        return (marks.count >= 2 || line.folded.bytes.last == UInt8(ascii: ":"))
            && line.folded.contains(NoticePhrases.returnedMarked)
    }

    private static let messageFields: Set = [
        "received", "return-path", "message-id", "from", "to", "subject", "date", "mime-version", "content-type",
        "sender",
        "reply-to", "x-mailer", "dkim-signature", "delivered-to", "domainkey-signature", "content-transfer-encoding",
        "cc",
    ]
    private static let certainFields: Set = ["received", "return-path", "message-id", "mime-version", "dkim-signature"]

    /// Several fields in a row, one of which no mail system quotes to explain itself.
    private func startsMessageHeader(at index: Int) -> Bool {
        var names: Set<String> = []
        guard let first = fieldName(at: index), Self.messageFields.contains(first) else { return false }
        for index in index..<min(index + 12, lines.endIndex) {
            if lines[index].isBlank { break }
            if let name = fieldName(at: index) { names.insert(name) }
        }
        return names.intersection(Self.messageFields).count >= 3 && !names.isDisjoint(with: Self.certainFields)
    }

    private func fieldName(at index: Int) -> String? {
        HeaderFields.field(Self.withoutQuoteMark(lines[index].text)).map { $0.name.lowercased() }
    }

    private static func withoutQuoteMark(_ line: Substring) -> Substring {
        guard line.first == ">" || line.first == "|" else { return line }
        return line.dropFirst().drop { $0 == " " }
    }

    /// Lines without a blank one between them, each group as the range of its lines.
    var paragraphs: [Range<Int>] {
        var paragraphs: [Range<Int>] = []
        var start: Int?
        for index in lines.indices {
            if lines[index].isBlank {
                if let first = start { paragraphs.append(first..<index) }
                start = nil
            } else if start == nil {
                start = index
            }
        }
        if let start { paragraphs.append(start..<lines.endIndex) }
        return paragraphs
    }

    /// The lines as one text, folded.
    func folded(_ range: Range<Int>) -> Folded {
        Folded(lines[range].map(\.folded.text).joined(separator: " "))
    }

    func text(_ range: Range<Int>) -> String {
        lines[range].map(\.text).joined(separator: "\n")
    }
}
