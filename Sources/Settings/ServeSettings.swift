import YAML

/// How many connections the pages take.
public struct ServeSettings: Sendable, Equatable {
    /// At a time, in all.
    public let connections: Int
    /// At a time, from one client that is no trusted proxy.
    public let connectionsPerClient: Int

    init(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) {
        guard let node else {
            connections = 10_000
            connectionsPerClient = 200
            return
        }
        var mapping = try YAMLMapping(node)
        connections = try mapping.optional("connections", in: 16...1_000_000) ?? 10_000
        connectionsPerClient = try mapping.optional("connections_per_client", in: 1...1_000_000) ?? 200
        try reader.finish(mapping, section: "serve")
    }
}
