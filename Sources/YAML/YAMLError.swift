/// A mistake in a YAML text: one line that says where, what, and how to mend it.
///
/// Prints like `config/mailer.yaml:12:3: unknown key "lisen"; did you mean "listen"?`.
public struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
    public let place: YAMLPlace
    public let message: String
    /// What to do about it; nil where the message already says so.
    public let mend: String?

    public init(_ message: String, mend: String?, at place: YAMLPlace) {
        self.place = place
        self.message = message
        self.mend = mend
    }

    public var file: String { place.file }
    public var line: Int { place.line }
    public var column: Int { place.column }

    public var description: String {
        "\(place): \(message)" + (mend.map { "; \($0)" } ?? "")
    }
}
