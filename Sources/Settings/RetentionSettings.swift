import YAML

/// How long what is kept of people is kept, in seconds. `mailer send` deletes what is older.
public struct RetentionSettings: Sendable, Hashable {
    /// What relays said of each delivery, and system mail that is done.
    public let deliveries: Int64
    /// Network addresses in the consent record.
    public let networkAddresses: Int64

    init(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) {
        let (deliveriesByDefault, networksByDefault): (Int64, Int64) = (180 * 86_400, 365 * 86_400)
        guard let node else {
            deliveries = deliveriesByDefault
            networkAddresses = networksByDefault
            return
        }
        var mapping = try YAMLMapping(node)
        deliveries = try mapping.optional("deliveries", as: SettingsDuration.self)?.seconds ?? deliveriesByDefault
        networkAddresses =
            try mapping.optional("network_addresses", as: SettingsDuration.self)?.seconds ?? networksByDefault
        try reader.finish(mapping, section: "retention")
    }
}
