/// One command as a table: all that parsing, help and the reference need to know of it.
public struct Command: Sendable, Hashable {
    /// The words that call it: `["list", "create"]`.
    public let path: [String]
    /// One phrase in the imperative, without a full stop: "make a list".
    public let summary: String
    /// Whole sentences that help shows below the summary; paragraphs are separated by an empty line.
    public let discussion: String
    /// Whole command lines that could be typed: `mailer list create msme --name "MSME News"`.
    public let examples: [String]
    public let positionals: [Positional]
    public let options: [Option]

    /// - Precondition: required positionals come before optional ones, and only the last one repeats.
    public init(
        _ path: [String], _ summary: String, discussion: String = "", positionals: [Positional] = [],
        options: [Option] = [], examples: [String]
    ) {
        precondition(!path.isEmpty, "a command needs a name")
        precondition(
            positionals.dropLast().allSatisfy { !$0.isRepeating },
            "only the last positional of \(path) may repeat")
        precondition(
            !zip(positionals, positionals.dropFirst()).contains { !$0.isRequired && $1.isRequired },
            "required positionals of \(path) come first")
        self.path = path
        self.summary = summary
        self.discussion = discussion
        self.examples = examples
        self.positionals = positionals
        self.options = options
    }

    /// `list create`
    public var name: String { path.joined(separator: " ") }
}

/// The first word of several commands, such as the `list` of `list create` and `list ls`, for help.
public struct CommandGroup: Sendable, Hashable {
    public let path: [String]
    /// One phrase in the imperative, without a full stop.
    public let summary: String

    public init(_ path: [String], _ summary: String) {
        self.path = path
        self.summary = summary
    }
}
