/// A password: it never prints itself, neither in an interpolation nor in a dump.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// One line of text; nil if it is empty or holds a line break or NUL, which no password could carry over SMTP.
    public init?(_ text: String) {
        let forbidden: Set<Unicode.Scalar> = ["\0", "\n", "\r"]
        guard !text.isEmpty, !text.unicodeScalars.contains(where: forbidden.contains) else { return nil }
        self.text = text
    }

    /// The secret itself, for the one place that needs it.
    public func reveal() -> String { text }

    public var description: String { "(secret)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
