/// Why somebody left, in a choice or in words of their own.
public struct LeavingReason: Sendable, Equatable {
    public enum Choice: String, Sendable, CaseIterable {
        case tooMany = "too-many"
        case notForMe = "not-for-me"
        case neverAsked = "never-asked"
        case other
    }

    public static let longest = 500  // code points

    public let choice: Choice
    public let words: String?

    /// Words beyond `longest` are cut off.
    public init(choice: Choice, words: String? = nil) {
        self.choice = choice
        self.words = words.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(Self.longest))) }
    }
}
