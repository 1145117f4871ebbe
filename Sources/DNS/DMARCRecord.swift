/// What a domain asks receivers to do with mail that is not proven to be its own (RFC 7489 §6.3).
public struct DMARCRecord: Sendable {
    /// none, quarantine or reject.
    public let policy: String

    /// Nil for other TXT records.
    public init?(_ text: String) {
        let tags = TagList(text)
        guard let first = tags.first, first.name == "v", first.value == "DMARC1" else { return nil }
        policy = tags["p"]?.lowercased() ?? "none"
    }

    /// Where a domain's policy may stand, the nearest first: its own, and those of the domains above it with two labels
    /// or more. RFC 7489 §3.2 looks at the organization's domain only; which one that is takes a list of suffixes.
    public static func names(for domain: String) -> [String] {
        let labels = domain.split(separator: ".")
        return labels.indices.dropLast().map { "_dmarc." + labels[$0...].joined(separator: ".") }
    }
}
