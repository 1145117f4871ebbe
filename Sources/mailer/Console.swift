import Arguments
import Foundation

/// Data goes to stdout, everything else to stderr.
struct Console {
    let isJSON: Bool
    let isQuiet: Bool
    let isVerbose: Bool

    static let plain = Console(isJSON: false, isQuiet: false, isVerbose: false)

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
        guard let problem = Console.write(text, to: STDOUT_FILENO) else { return }
        // Half a result must not look like a whole one.
        Console.complain("cannot write the result: \(problem)")
        exit(ExitCode.unavailable.rawValue)
    }

    /// The result for people, or for programs under `--json`.
    func result(_ line: @autoclosure () -> String, json: @autoclosure () -> some Encodable) throws {
        if isJSON { try say(json: json()) } else { say(line()) }
    }

    /// A remark that a script may ignore.
    func note(_ line: String) {
        if !isQuiet { Console.remark(line + "\n") }
    }

    static func complain(_ line: String) {
        remark("mailer: \(line)\n")
    }

    /// Writes to stderr as it is. A log that cannot be written (a full disk, a closed pipe) must not end a sender.
    static func remark(_ text: String) {
        _ = write(text, to: STDERR_FILENO)
    }

    /// - Returns: why it failed; nil when all is written.
    private static func write(_ text: String, to descriptor: Int32) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return String(cString: strerror(errno)) }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return nil
        }
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
