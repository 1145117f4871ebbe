import Mail

/// A place in a composed text that each reader's copy fills with the reader's own value.
struct Slot: Sendable, Equatable, Codable {
    let field: MergeField
    /// For readers without a value.
    let fallback: String
    /// The value becomes part of a URL.
    let isInURL: Bool

    /// What stands there, on one line and without escapes of the text around it but those of a URL.
    func content(_ value: (MergeField) -> String) -> String {
        let value = value(field)
        let content = value.isEmpty ? fallback : value
        return isInURL ? PercentEncoding.encode(content) : content
    }
}
