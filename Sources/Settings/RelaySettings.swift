import YAML

/// Where our mail goes.
public enum RelaySettings: Sendable {
    /// A mail server that takes it and delivers it.
    case server(RelayServer)
    /// A folder that keeps it, for dry runs; an absolute path.
    case folder(String)

    /// On this machine: mail to it crosses no network.
    public var isOnLoopback: Bool {
        switch self {
        case .server(let server): HostAndPort.isLoopback(server.host)
        case .folder: true
        }
    }

    static func list(_ node: YAMLNode, _ reader: inout SettingsReader) throws(YAMLError) -> [RelaySettings] {
        guard case .sequence(let items) = node.content else {
            throw node.mismatch(wanted: "a list", mend: "start the relay's first key with \"- \"")
        }
        guard let first = items.first else {
            throw node.error("\"relays\" is empty", mend: "add a line like \"- url: smtp://mail.example.org\"")
        }
        if items.count > 1 {
            throw items[1].error("several relays are not supported yet", mend: "keep one")
        }
        return [try RelaySettings(first, &reader)]
    }

    private init(_ node: YAMLNode, _ reader: inout SettingsReader) throws(YAMLError) {
        var mapping = try YAMLMapping(node)
        guard let folder = mapping.node("folder") else {
            self = .server(try RelayServer(mapping, &reader))
            return
        }
        if let other = mapping.remaining.first?.key {
            throw mapping.error(
                at: other, "\"\(other)\" has no meaning beside \"folder\", which takes the place of a mail server",
                mend: "remove one of the two")
        }
        self = .folder(try reader.folder(folder))
    }
}
