import YAML

/// An IP address, or a network with the length of its prefix: `10.0.0.0/8`.
struct NetworkText: SettingsValue {
    let text: String

    init(_ text: String) throws(InvalidValue) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let bits = parts.first.map { HostAndPort.isIPv4($0) ? 32 : HostAndPort.isIPv6($0) ? 128 : -1 } ?? -1
        let length = parts.count == 2 ? Int(parts[1]) ?? -1 : bits
        guard bits > 0, (0...bits).contains(length) else {
            throw InvalidValue(
                message: "must be an IP address or a network", mend: "write it like 192.0.2.1, 10.0.0.0/8 or \"::1\"")
        }
        self.text = text
    }

    static func list(_ node: YAMLNode) throws(YAMLError) -> [NetworkText] {
        guard case .sequence(let items) = node.content else {
            throw node.mismatch(wanted: "a list", mend: "write it like [127.0.0.1, \"::1\"]")
        }
        var networks: [NetworkText] = []
        for item in items { networks.append(try NetworkText(item)) }
        return networks
    }
}
