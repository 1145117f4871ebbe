/// A table in plain text: in columns if it fits, else row by row, each cell behind its column's name.
struct TextTable {
    let header: [String]
    let rows: [[String]]
    let alignments: [BlockTable.Alignment]
    let columns: TextWidth

    private static let gap = 2

    /// - Parameter wrapped: breaks a text into lines of a width.
    func lines(width: Int, wrapped: (String, Int) -> [String]) -> [String] {
        let widths = header.indices.map { column in
            ([header] + rows).map { column < $0.count ? columns($0[column]) : 0 }.max() ?? 0
        }
        let hasOneLineCells = !([header] + rows).joined().contains { $0.contains("\n") }
        let total = widths.reduce(0, +) + Self.gap * max(0, widths.count - 1)
        return hasOneLineCells && total <= width ? grid(widths) : records(width: width, wrapped)
    }

    private func grid(_ widths: [Int]) -> [String] {
        let underline = widths.map { String(repeating: "-", count: $0) }
        return ([header, underline] + rows).map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                if column > 0 { line += String(repeating: " ", count: Self.gap) }
                line += padded(cell, to: widths[column], alignments[column])
            }
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }

    private func padded(_ cell: String, to width: Int, _ alignment: BlockTable.Alignment) -> String {
        let missing = width - columns(cell)
        let before =
            switch alignment {
            case .natural, .left: 0
            case .center: missing / 2
            case .right: missing
            }
        return String(repeating: " ", count: before) + cell + String(repeating: " ", count: missing - before)
    }

    private func records(width: Int, _ wrapped: (String, Int) -> [String]) -> [String] {
        var lines: [String] = []
        for row in rows {
            if !lines.isEmpty { lines.append("") }
            for (name, cell) in zip(header, row) where !cell.isEmpty {
                let label = name.isEmpty ? "" : name + ": "
                let cellLines = wrapped(label + cell, width - 2)
                lines += cellLines.enumerated().map { $0.offset == 0 ? $0.element : "  " + $0.element }
            }
        }
        return lines
    }
}
