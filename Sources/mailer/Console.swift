import Foundation
import Mail

/// Data goes to stdout, everything else to stderr.
struct Console {
    let isJSON: Bool
    let isQuiet: Bool
    let isVerbose: Bool

    /// A line of the command's result.
    func say(_ line: String) {
        write(line + "\n")
    }

    /// The command's result as one JSON document.
    func say(json value: some Encodable) throws {
        write(try json(value) + "\n")
    }

    func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// A piece of the result as it is.
    func write(_ text: String) {
        write(text, to: .standardOutput)
    }

    /// The result for people, or for programs under `--json`.
    func result(_ line: @autoclosure () -> String, json: @autoclosure () -> some Encodable) throws {
        if isJSON { try say(json: json()) } else { say(line()) }
    }

    /// A remark that a script may ignore.
    func note(_ line: String) {
        if !isQuiet { write(line + "\n", to: .standardError) }
    }

    func detail(_ line: String) {
        if isVerbose { write(line + "\n", to: .standardError) }
    }

    static func complain(_ line: String) {
        FileHandle.standardError.write(Data("mailer: \(line)\n".utf8))
    }

    private func write(_ text: String, to handle: FileHandle) {
        handle.write(Data(text.utf8))
    }
}

extension Array where Element == [String] {
    /// Lines of aligned columns for people.
    func columns() -> String {
        let count = map(\.count).max() ?? 0
        let widths = (0..<count).map { column in map { $0[column].count }.max() ?? 0 }
        return map { row in
            row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count)
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
