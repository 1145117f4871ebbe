/// A published DKIM key (RFC 6376 §3.6.1).
public struct DKIMRecord: Sendable {
    private let keyType: String
    /// Base64 without white space.
    private let publicKey: String?
    private let hashes: [Substring]?
    private let version: String?

    public init(_ text: String) {
        let tags = TagList(text)
        version = tags["v"]
        keyType = tags["k"] ?? "rsa"
        publicKey = tags["p"]?.filter { !$0.isWhitespace }
        hashes = tags["h"]?.filter { !$0.isWhitespace }.split(separator: ":")
    }

    /// Why signatures of a key will not verify by this record; nil if they will.
    ///
    /// - Parameters:
    ///   - keyType: `rsa` or `ed25519`.
    ///   - publicKey: as the record should have it.
    public func problem(keyType: String, publicKey: String) -> String? {
        guard let published = self.publicKey, version ?? "DKIM1" == "DKIM1" else { return "is no DKIM key" }
        if published.isEmpty { return "revokes the key" }
        if self.keyType != keyType { return "is a key of the kind \(self.keyType), not \(keyType)" }
        if published != publicKey { return "holds another key" }
        if let hashes, !hashes.contains("sha256") { return "does not allow sha256" }
        return nil
    }
}
