/// Where in a file something stands; prints as `config/mailer.yaml:12:3`.
public struct YAMLPlace: Sendable, Hashable, CustomStringConvertible {
    /// The file's name as the user knows it.
    public let file: String
    /// Counted from 1, in the whole file, even when only a part of it is YAML.
    public let line: Int
    /// Counted from 1, in characters (Unicode scalars).
    public let column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    public var description: String { "\(file):\(line):\(column)" }
}
