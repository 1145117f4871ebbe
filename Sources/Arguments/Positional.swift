/// A word that is known by its place: the NAME of `mailer list create NAME`.
public struct Positional: Sendable, Hashable {
    /// As help shows it and as `ParsedArguments` is asked for it, in capitals: `NAME`.
    public let name: String
    /// One phrase without a full stop.
    public let summary: String
    public let isRequired: Bool
    /// Takes all words that are left; only the last positional of a command may.
    public let isRepeating: Bool

    public init(_ name: String, _ summary: String, isRequired: Bool = true, isRepeating: Bool = false) {
        self.name = name
        self.summary = summary
        self.isRequired = isRequired
        self.isRepeating = isRepeating
    }

    /// As the usage line shows it: `NAME`, `[NAME]`, `FILE...`, `[FILE]...`.
    public var usage: String {
        (isRequired ? name : "[\(name)]") + (isRepeating ? "..." : "")
    }
}
