/// One record of a CSV file.
public struct CSVRecord: Sendable, Equatable {
    /// The line of the file where the record starts, from 1.
    public let line: Int
    public let fields: [String]

    public init(line: Int, fields: [String]) {
        self.line = line
        self.fields = fields
    }
}

/// A file that can't be read as CSV. Prints as `file:line: what is wrong; the mend`, and never quotes the file's text.
public struct CSVError: Error, Equatable, CustomStringConvertible {
    public let file: String
    public let line: Int
    public let message: String

    public init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    public var description: String { "\(file):\(line): \(message)" }
}
