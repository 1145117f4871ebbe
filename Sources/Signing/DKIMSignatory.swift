/// Who takes responsibility for a mail (RFC 6376 §1): a domain, and the key that its DNS names under a selector.
public struct DKIMSignatory: Sendable {
    /// A-labels in lower case.
    public let domain: String
    public let selector: String
    public let key: DKIMKey

    public init(domain: String, selector: String, key: DKIMKey) {
        self.domain = domain
        self.selector = selector
        self.key = key
    }

    /// Where the key's TXT record belongs, without a final dot.
    public var recordName: String { "\(selector)._domainkey.\(domain)" }

    /// Whether a signature of this domain speaks for an author of `author`, so that DMARC's relaxed alignment can hold
    /// (RFC 7489 §3.1.1): the same domain, or one below the other. Who the two belong to is for DNS to say.
    public func speaks(for author: String) -> Bool {
        author == domain || author.hasSuffix(".\(domain)") || domain.hasSuffix(".\(author)")
    }

    /// Those of `signatories` that sign mail of an author's domain: the ones that speak for it, or all if none does,
    /// since a stranger's signature still tells filters whose reputation counts.
    public static func chosen(from signatories: [DKIMSignatory], author: String) -> [DKIMSignatory] {
        let related = signatories.filter { $0.speaks(for: author) }
        return related.isEmpty ? signatories : related
    }
}
