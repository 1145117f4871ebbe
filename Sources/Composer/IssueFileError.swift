import YAML

/// A mistake in an issue file: `2020-01.md:12: what is wrong; the mend`.
public struct IssueFileError: Error, Equatable, CustomStringConvertible {
    public let file: String
    /// Counted from 1, in the whole file.
    public let line: Int
    public let message: String
    public let kind: Kind

    public enum Kind: Sendable, Equatable {
        case syntax
        /// A tag that names no field.
        case field
        /// An address that can't work from a mail.
        case link
    }

    public var description: String { "\(file):\(line): \(message)" }

    init(file: String, line: Int, message: String, kind: Kind = .syntax) {
        self.file = file
        self.line = line
        self.message = message
        self.kind = kind
    }

    init(_ error: YAMLError) {
        self.init(
            file: error.file, line: error.line, message: error.message + (error.mend.map { "; \($0)" } ?? ""))
    }
}
