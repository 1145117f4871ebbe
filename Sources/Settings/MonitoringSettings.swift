import YAML

/// Who may see how the program is, and from when on it counts as stuck.
public struct MonitoringSettings: Sendable, Equatable {
    /// Addresses and networks that `/metrics` answers.
    public let metrics: [String]
    /// Seconds for which an issue's copies may be due without a sender before `/healthz` says so.
    public let lateAfter: Int64

    init(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) {
        guard let node else {
            (metrics, lateAfter) = (Self.nearby, Self.twoHours)
            return
        }
        var mapping = try YAMLMapping(node)
        metrics = try mapping.node("metrics").map(NetworkText.list)?.map(\.text) ?? Self.nearby
        lateAfter = try mapping.optional("late_after", as: SettingsDuration.self)?.seconds ?? Self.twoHours
        try reader.finish(mapping, section: "monitoring")
    }

    private static let nearby = ["127.0.0.0/8", "::1"]
    private static let twoHours: Int64 = 2 * 3_600
}
