/// The lines of blocks one below the other, with sections around some of them.
///
/// The empty lines between a section and what is above it belong to the section, so that an absent one leaves no gap. A
/// section at the very top takes those below it instead.
struct BlockLines {
    private var lines: [TextLine] = []
    /// Tags that belong in front of the next line.
    private var pending = ""
    /// For each open section, whether it began at the top.
    private var opensAtTop: [Bool] = []

    mutating func add(_ mark: SectionMark) {
        let isAtTop: Bool
        if mark.isOpening {
            isAtTop = lines.isEmpty || !pending.isEmpty
            opensAtTop.append(isAtTop)
        } else {
            isAtTop = opensAtTop.popLast() ?? false
        }
        if isAtTop { pending += mark.text } else { lines[lines.count - 1].marks += mark.text }
    }

    /// - Parameter gap: how many empty lines go between these and those above.
    mutating func add(_ block: [TextLine], gap: Int) {
        guard let first = block.first else { return }
        if !lines.isEmpty { lines += Array(repeating: TextLine(text: ""), count: gap) }
        var opening = first
        opening.text = pending + first.text
        pending = ""
        lines.append(opening)
        lines += block.dropFirst()
    }

    func finished() -> [TextLine] {
        if pending.isEmpty { return lines }
        var lines = lines.isEmpty ? [TextLine(text: "")] : lines
        lines[lines.count - 1].marks += pending
        return lines
    }
}
