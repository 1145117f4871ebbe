import Spelling

/// Reads a mapping key by key, and then knows which keys nobody asked for.
///
///     var mapping = try YAMLMapping(node)
///     let from = try mapping.required("from", as: String.self)
///     let port = try mapping.optional("port", as: Int.self) ?? 25
///     try mapping.finish()          // refuses unknown keys; or look at `remaining` where they are welcome
///
/// An optional key with an empty value counts as absent.
public struct YAMLMapping {
    private let entries: [YAMLNode.Entry]
    private let place: YAMLPlace
    /// Every key asked for so far, present or not.
    public private(set) var known: [String] = []

    /// Reads a mapping; an empty value is a mapping without keys.
    public init(_ node: YAMLNode) throws(YAMLError) {
        switch node.content {
        case .mapping(let entries): self.entries = entries
        case .nothing: entries = []
        default:
            throw node.mismatch(wanted: "a mapping of keys", mend: "write lines like \"key: value\"")
        }
        place = node.place
    }

    /// The value of `key`, which has to be there; `example` is a line that would mend its absence.
    public mutating func required<T: YAMLReadable>(
        _ key: String, as type: T.Type, example: String? = nil
    ) throws(YAMLError) -> T {
        try T(yaml: requiredNode(key, example: example))
    }

    /// The value of `key`, nil where it is absent or empty.
    public mutating func optional<T: YAMLReadable>(_ key: String, as type: T.Type) throws(YAMLError) -> T? {
        guard let node = node(key) else { return nil }
        return try T(yaml: node)
    }

    /// As `required(_:as:example:)`, for a value that needs more than its type to be read.
    public mutating func requiredNode(_ key: String, example: String? = nil) throws(YAMLError) -> YAMLNode {
        if let node = node(key) { return node }
        let mend = example.map { "add a line like \"\($0)\"" }
        if let entry = entry(key) { throw YAMLError("\"\(key)\" has no value", mend: mend, at: entry.place) }
        // A misspelt key is the likelier mistake than a forgotten one.
        if let entry = remaining.first(where: { closestSpelling(to: $0.key, among: [key]) != nil }) {
            throw unknown(entry)
        }
        throw YAMLError("missing key \"\(key)\"", mend: mend, at: place)
    }

    /// As `optional(_:as:)`, for a value that needs more than its type to be read.
    public mutating func node(_ key: String) -> YAMLNode? {
        known.append(key)
        guard let value = entry(key)?.value, value.content != .nothing else { return nil }
        return value
    }

    /// The keys nobody asked for, in the order of the file.
    public var remaining: [YAMLNode.Entry] {
        entries.filter { !known.contains($0.key) }
    }

    /// Refuses the first key that nobody asked for. Call it after every key was asked for.
    public func finish() throws(YAMLError) {
        if let entry = remaining.first { throw unknown(entry) }
    }

    /// The keys that nobody asked for, where they are welcome: refused are only those that look like a misspelt one.
    public func finishKeeping() throws(YAMLError) -> [YAMLNode.Entry] {
        for entry in remaining where closestSpelling(to: entry.key, among: known) != nil { throw unknown(entry) }
        return remaining
    }

    /// An error that stands at `key`, or at the mapping where the key is absent.
    public func error(at key: String, _ message: String, mend: String? = nil) -> YAMLError {
        YAMLError(message, mend: mend, at: entry(key)?.place ?? place)
    }

    /// Where each key stands.
    public var lines: [String: Int] {
        Dictionary(entries.map { ($0.key, $0.place.line) }, uniquingKeysWith: { first, _ in first })
    }

    private func entry(_ key: String) -> YAMLNode.Entry? {
        entries.first { $0.key == key }
    }

    private func unknown(_ entry: YAMLNode.Entry) -> YAMLError {
        let mend =
            closestSpelling(to: entry.key, among: known).map { "did you mean \"\($0)\"?" }
            ?? "remove it, or comment it out with #"
        return YAMLError("unknown key \"\(entry.key)\"", mend: mend, at: entry.place)
    }
}
