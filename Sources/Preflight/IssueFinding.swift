/// One thing in an issue file that its author should look at.
public struct IssueFinding: Sendable, Equatable, Encodable {
    public enum Severity: String, Sendable, Encodable, CaseIterable {
        /// Readers would get something broken: `issue queue` refuses.
        case error
        /// Some readers would be worse off.
        case warning
        /// Good to know.
        case note
    }

    public let severity: Severity
    /// As the user named it.
    public let file: String
    /// From 1; 1 also for what has no line, such as the weight of the whole.
    public let line: Int
    /// From 1, in characters; nil where only the line is known.
    public let column: Int?
    public let code: FindingCode
    /// What is wrong, and why it matters to readers.
    public let message: String
    public let mend: String

    public init(
        _ code: FindingCode, file: String, line: Int = 1, column: Int? = nil, _ message: String, mend: String? = nil
    ) {
        severity = code.severity
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.message = message
        self.mend = mend ?? code.mend
    }

    /// `issue.md:12:3: warning: what; the mend [code]`, as compilers write it.
    public var description: String {
        let place = column.map { "\(file):\(line):\($0)" } ?? "\(file):\(line)"
        return "\(place): \(severity.rawValue): \(message); \(mend) [\(code.rawValue)]"
    }
}
