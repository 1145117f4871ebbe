import YAML

/// How long what is kept of people is kept, in seconds. `mailer send` deletes what is older.
public struct RetentionSettings: Sendable, Hashable {
    /// What relays said of each delivery, and system mail that is done.
    public let deliveries: Int64
    /// Network addresses in the consent record.
    public let networkAddresses: Int64
    /// Mail that came back and was not understood.
    public let bounces: Int64

    init(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) {
        guard let node else {
            (deliveries, networkAddresses, bounces) = Self.byDefault
            return
        }
        var mapping = try YAMLMapping(node)
        deliveries = try mapping.optional("deliveries", as: SettingsDuration.self)?.seconds ?? Self.byDefault.deliveries
        networkAddresses =
            try mapping.optional("network_addresses", as: SettingsDuration.self)?.seconds ?? Self.byDefault.networks
        bounces = try mapping.optional("bounces", as: SettingsDuration.self)?.seconds ?? Self.byDefault.bounces
        try reader.finish(mapping, section: "retention")
    }

    private static let byDefault: (deliveries: Int64, networks: Int64, bounces: Int64) =
        (180 * 86_400, 365 * 86_400, 90 * 86_400)
}
