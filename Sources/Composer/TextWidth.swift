/// How many columns a text takes: values of the issue's own as many as they have, and a reader's about as many as a name.
struct TextWidth {
    let table: TagTable
    /// The issue's own values; nil for a reader's field.
    var constant: (MergeField) -> String? = { _ in nil }
    private static let value = 10

    func callAsFunction(_ text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + columns(of: $1) }
    }

    /// Whether a reader may see nothing there: no words but in sections and values without a default.
    func mayBeEmpty(_ text: String) -> Bool {
        var depth = 0
        for scalar in text.unicodeScalars {
            switch table.tag(scalar)?.kind {
            case .open: depth += 1
            case .close: depth -= 1
            case .field(let field, let fallback):
                if depth == 0, !fallback.isEmpty || constant(field)?.isEmpty == false || field.isAlwaysKnown {
                    return false
                }
            case .comment, .wrong: break
            case nil: if depth == 0, !scalar.properties.isWhitespace { return false }
            }
        }
        return true
    }

    private func columns(of character: Character) -> Int {
        // A mark may have joined a sentinel.
        guard let scalar = character.unicodeScalars.first, let tag = table.tag(scalar) else {
            return Self.columns(of: character)
        }
        guard case .field(let field, let fallback) = tag.kind else { return 0 }
        guard let constant = constant(field) else { return Self.value }
        let slot = Slot(field: field, fallback: fallback, isInURL: TagTable.isInURL(scalar))
        return slot.content { _ in constant }.reduce(0) { $0 + Self.columns(of: $1) }
    }

    /// As terminals and fixed-width fonts show it: what is wide in East Asia (UAX #11, W and F) and emoji take two.
    private static func columns(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.value < 0x300 { return 1 }
        switch first.properties.generalCategory {
        case .format, .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        let isEmoji = first.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}")
        return isEmoji || wide.contains { $0.contains(first.value) } ? 2 : 1
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
        0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
    ]
}
