import YAML

/// Where our mail goes, what of it, and how much.
public struct RelaySettings: Sendable {
    public let destination: Destination
    /// Names it in limits, lists and messages; no two have the same.
    public let name: String
    /// The lowest goes first; relays of equal priority share.
    public let priority: Int
    /// Nil: all mail.
    public let kind: Kind?
    public let limits: LimitSettings

    public enum Destination: Sendable {
        /// A mail server that takes it and delivers it.
        case server(RelayServer)
        /// A folder that keeps it, for dry runs; an absolute path.
        case folder(String)
    }

    /// What a relay takes when it does not take all.
    public enum Kind: String, Sendable, CaseIterable, SettingsChoice {
        case issues
        case systemMail = "system_mail"
    }

    /// On this machine: mail to it crosses no network.
    public var isOnLoopback: Bool {
        switch destination {
        case .server(let server): HostAndPort.isLoopback(server.host)
        case .folder: true
        }
    }

    static func list(_ node: YAMLNode, _ reader: inout SettingsReader) throws(YAMLError) -> [RelaySettings] {
        guard case .sequence(let items) = node.content else {
            throw node.mismatch(wanted: "a list", mend: "start the relay's first key with \"- \"")
        }
        if items.isEmpty {
            throw node.error("\"relays\" is empty", mend: "add a line like \"- url: smtp://mail.example.org\"")
        }
        var relays: [RelaySettings] = []
        for item in items {
            let relay = try RelaySettings(item, &reader)
            if relays.contains(where: { $0.name == relay.name }) {
                throw item.error(
                    "two relays have the name \"\(relay.name)\"", mend: "give each a \"name\" of its own")
            }
            relays.append(relay)
        }
        for kind in Kind.allCases where !relays.contains(where: { $0.kind ?? kind == kind }) {
            throw node.error(
                "no relay takes \(kind == .issues ? "issues" : "system mail")",
                mend: "remove \"for\" from one of them, or add a relay")
        }
        return relays
    }

    private init(_ node: YAMLNode, _ reader: inout SettingsReader) throws(YAMLError) {
        var mapping = try YAMLMapping(node)
        let given = try mapping.optional("name", as: RelayName.self)?.text
        priority = try mapping.optional("priority", in: 0...1_000) ?? 10
        kind = try mapping.optional("for", as: Kind.self)
        limits = try LimitSettings(&mapping, hasConnections: false)
        guard let folder = mapping.node("folder") else {
            let server = try RelayServer(mapping, &reader)
            destination = .server(server)
            name = given ?? server.host
            return
        }
        if let other = mapping.remaining.first?.key {
            throw mapping.error(
                at: other, "\"\(other)\" has no meaning beside \"folder\", which takes the place of a mail server",
                mend: "remove one of the two")
        }
        destination = .folder(try reader.folder(folder))
        name = given ?? "folder"
    }
}

/// What lists and limits call a relay.
struct RelayName: SettingsValue {
    let text: String

    init(_ text: String) throws(InvalidValue) {
        guard text.wholeMatch(of: /[a-z0-9][a-z0-9.-]{0,63}/) != nil else {
            throw InvalidValue(
                message: "must be a short name of a-z, 0-9, dots and hyphens", mend: "write it like main or backup")
        }
        self.text = text
    }
}
