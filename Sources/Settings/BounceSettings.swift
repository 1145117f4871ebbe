import YAML

/// Where mail comes back to.
public struct BounceSettings: Sendable {
    /// Nil: to the sender of the issue.
    public let address: BounceAddress?

    init(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) {
        guard let node else {
            address = nil
            return
        }
        var mapping = try YAMLMapping(node)
        address = try Self.address(&mapping)
        try reader.finish(mapping, section: "bounces")
    }

    private static func address(_ mapping: inout YAMLMapping) throws(YAMLError) -> BounceAddress? {
        let address = try mapping.optional("address", as: BounceAddress.self)
        let domain = try mapping.optional("domain", as: BounceDomain.self)?.address
        if address != nil, domain != nil {
            throw mapping.error(
                at: "domain", "\"address\" and \"domain\" stand there both", mend: "keep one of the two")
        }
        return address ?? domain
    }
}

private struct BounceDomain: SettingsValue {
    let address: BounceAddress

    init(_ text: String) throws(InvalidValue) {
        address = try BounceAddress(domain: text)
    }
}
