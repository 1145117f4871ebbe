/// Cuts what a template rendered at the sentinels in it.
///
/// Values that are the same in every copy go in at once: what is left as a slot is the reader's.
struct TextCutter {
    let table: TagTable
    let escape: SlottedText.Escape
    /// The issue's own values; nil for a reader's field.
    let constant: (MergeField) -> String?

    private struct OpenSection {
        let field: MergeField
        let isInverted: Bool
        var pieces: [SlottedText.Piece] = []
    }

    /// - Throws: where sections cross each other: only a template can do that to them.
    func cut(_ rendered: String) throws(ComposeError) -> SlottedText {
        var pieces: [SlottedText.Piece] = []
        var open: [OpenSection] = []
        var text = ""
        func add(_ piece: SlottedText.Piece?) {
            let add = { (pieces: inout [SlottedText.Piece]) in
                pieces.append(text: text)
                if let piece { pieces.append(piece) }
            }
            if open.isEmpty { add(&pieces) } else { add(&open[open.count - 1].pieces) }
            text = ""
        }
        // By scalars: a combining mark behind a sentinel must not hide it.
        for scalar in rendered.unicodeScalars {
            switch table[scalar] {
            case nil: text.unicodeScalars.append(scalar)
            case .image(let number): add(.image(number))
            case .tag(let tag):
                switch tag.kind {
                case .comment, .wrong: break
                case .field(let field, let fallback):
                    let slot = Slot(
                        field: field, fallback: Sentinel.strippedLine(fallback), isInURL: TagTable.isInURL(scalar))
                    if let constant = constant(field) {
                        text += escape(slot.content { _ in constant })
                    } else {
                        add(.slot(slot))
                    }
                case .open(let field, let isInverted):
                    add(nil)
                    open.append(OpenSection(field: field, isInverted: isInverted))
                case .close(let field):
                    add(nil)
                    guard let section = open.popLast(), section.field == field else { throw Self.crossed }
                    let inner = resolved(section)
                    if open.isEmpty { pieces += inner } else { open[open.count - 1].pieces += inner }
                }
            }
        }
        add(nil)
        guard open.isEmpty else { throw Self.crossed }
        return SlottedText(pieces: pieces.joined)
    }

    /// A section about a value that is known by now is there or isn't.
    private func resolved(_ section: OpenSection) -> [SlottedText.Piece] {
        guard let constant = constant(section.field) else {
            return [
                .section(.init(field: section.field, isInverted: section.isInverted), section.pieces.joined)
            ]
        }
        return MergeField.isTruthy(constant) != section.isInverted ? section.pieces : []
    }

    private static let crossed = ComposeError(
        "the mail template issue takes a section of the issue apart; put {{{body}}} and the subject into it whole")
}

extension [SlottedText.Piece] {
    /// With neighbouring texts in one.
    fileprivate var joined: Self {
        reduce(into: []) { pieces, piece in
            if case .text(let text) = piece { pieces.append(text: text) } else { pieces.append(piece) }
        }
    }
}
