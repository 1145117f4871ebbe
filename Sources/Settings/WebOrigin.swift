import YAML

/// A site's scheme, host and port (RFC 6454): `https://www.example.org`.
struct WebOrigin: SettingsValue {
    let text: String

    init(_ text: String) throws(InvalidValue) {
        let lowered = text.lowercased()
        let scheme = ["https://", "http://"].first(where: lowered.hasPrefix) ?? ""
        let host = lowered.dropFirst(scheme.count)
        // What stands in a policy of ours may not end it: letters, digits and the marks of hosts and ports.
        let isHost = host.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || [0x2D, 0x2E, 0x3A].contains(byte)
        }
        guard !scheme.isEmpty, !host.isEmpty, isHost else {
            throw InvalidValue(
                message: "must be a site's address without a path", mend: "write it like https://www.example.org")
        }
        self.text = lowered
    }

    static func list(_ node: YAMLNode) throws(YAMLError) -> [WebOrigin] {
        guard case .sequence(let items) = node.content else {
            throw node.mismatch(wanted: "a list", mend: "write it like [https://www.example.org]")
        }
        var origins: [WebOrigin] = []
        for item in items { origins.append(try WebOrigin(item)) }
        return origins
    }
}
