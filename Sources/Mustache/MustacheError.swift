/// A mistake in a template, or a template that asks for too much.
///
/// Prints as `file:line:column: what is wrong; the mend`. Lines and columns count from 1, columns in Unicode scalars.
/// The message may quote the template, never the data.
public struct MustacheError: Error, Equatable, CustomStringConvertible {
    public let file: String
    public let line: Int
    public let column: Int
    public let message: String

    public init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    public var description: String { "\(file):\(line):\(column): \(message)" }
}

/// A place in a template; line and column count from 1.
struct Position: Sendable {
    var file: String
    var line: Int
    var column: Int

    func error(_ message: String) -> MustacheError {
        MustacheError(file: file, line: line, column: column, message: message)
    }
}
