/// A value of a YAML text and where it stands.
///
/// `YAMLNode.parse` makes the tree; `YAMLMapping` reads a mapping of it key by key.
public struct YAMLNode: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
        /// Any scalar, as text. Quoted or block style makes no difference, but see `isEmpty`.
        case scalar(String)
        case sequence([YAMLNode])
        /// In the order of the file; no key stands twice.
        case mapping([Entry])
        /// Nothing at all: `key:` without a value, or a text without content. (`""` is a scalar.)
        case nothing
    }

    public struct Entry: Sendable, Hashable {
        public let key: String
        /// Where the key stands.
        public let place: YAMLPlace
        public let value: YAMLNode
    }

    public let content: Content
    public let place: YAMLPlace
    /// The nearest key above the node, for messages; nil at the top.
    public let key: String?

    /// An error that speaks of this value.
    public func error(_ message: String, mend: String? = nil) -> YAMLError {
        YAMLError(message, mend: mend, at: place)
    }

    /// The error for a value of another kind than `wanted`, a phrase like `a whole number from 1 to 1024`.
    public func mismatch(wanted: String, mend: String? = nil) -> YAMLError {
        error("\(subject) must be \(wanted), not \(kind)", mend: mend)
    }

    /// `"connections"`, or `this value` where no key stands above.
    public var subject: String { key.map { "\"\($0)\"" } ?? "this value" }

    private var kind: String {
        switch content {
        case .scalar(let text) where text.count <= 40 && !text.contains(where: \.isNewline): "\"\(text)\""
        case .scalar: "this text"
        case .sequence: "a list"
        case .mapping: "a mapping of keys"
        case .nothing: "empty"
        }
    }
}
