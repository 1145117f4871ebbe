import YAML

/// A mail server that takes our mail and delivers it.
public struct RelaySettings: Sendable {
    /// A name or an IP address, without brackets.
    public let host: String
    public let port: Int
    public let security: Security
    /// Nil if the relay knows us without signing in.
    public let credentials: Credentials?
    /// A PEM file of the authorities to trust instead of the system's; an absolute path.
    public let caFile: String?
    /// How many connections are open at once.
    public let connections: Int
    /// The name that we give in EHLO.
    public let hello: String
    /// After so many messages a connection is closed and opened again.
    public let messagesPerConnection: Int

    /// The relay runs on this machine.
    public var isLocal: Bool { HostAndPort.isLoopback(host) }

    public enum Security: Sendable, Hashable {
        /// smtps://: TLS from the first byte (RFC 8314 §3.3).
        case implicitTLS
        /// smtp://: TLS by STARTTLS (RFC 3207), or none.
        case startTLS(StartTLS)
    }

    public enum StartTLS: String, Sendable, CaseIterable, SettingsChoice {
        /// No mail without TLS and a certificate that fits.
        case required
        /// TLS where the relay offers it.
        case optional
        case never
    }

    public struct Credentials: Sendable {
        public let username: String
        public let password: Secret
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
        let url = try mapping.required("url", as: RelayURL.self, example: "url: smtp://mail.example.org")
        host = url.host
        port = url.port
        security = try Self.security(url, &mapping)
        credentials = try Self.credentials(&mapping, reader)
        caFile = try reader.file(mapping.node("ca_file"))
        connections = try mapping.optional("connections", in: 1...1024) ?? 16
        hello = try mapping.optional("hello", as: HelloName.self)?.text ?? HelloName.ofMachine
        messagesPerConnection = try mapping.optional("messages_per_connection", in: 1...1_000_000) ?? 100
        try reader.finish(mapping, section: "relays")
        try refuseOpenPassword(mapping)
    }

    private static func security(_ url: RelayURL, _ mapping: inout YAMLMapping) throws(YAMLError) -> Security {
        let startTLS = try mapping.optional("starttls", as: StartTLS.self)
        if url.isImplicitTLS {
            if startTLS == nil { return .implicitTLS }
            throw mapping.error(
                at: "starttls", "\"starttls\" has no meaning with smtps://, which is TLS from the first byte",
                mend: "remove it")
        }
        return .startTLS(startTLS ?? (HostAndPort.isLoopback(url.host) ? .optional : .required))
    }

    private static func credentials(
        _ mapping: inout YAMLMapping, _ reader: SettingsReader
    ) throws(YAMLError) -> Credentials? {
        let username = try mapping.optional("username", as: String.self)
        let file = mapping.node("password_file")
        let variable = mapping.node("password_env")
        if mapping.remaining.contains(where: { $0.key == "password" }) {
            throw mapping.error(
                at: "password", "\"password\" must not stand in the settings",
                mend: "write it into a file that only its owner may read, and name that with password_file")
        }
        let passwordKey = file == nil ? "password_env" : "password_file"
        guard let username else {
            if file == nil, variable == nil { return nil }
            throw mapping.error(at: passwordKey, "\"\(passwordKey)\" without \"username\"", mend: "add the username")
        }
        switch (file, variable) {
        case (let file?, nil): return Credentials(username: username, password: try reader.secretFile(file))
        case (nil, let variable?): return Credentials(username: username, password: try reader.secretVariable(variable))
        case (nil, nil):
            throw mapping.error(
                at: "username", "\"username\" without a password", mend: "add password_file or password_env")
        default:
            throw mapping.error(
                at: "password_env", "two sources of one password", mend: "keep password_file or password_env")
        }
    }

    /// Whoever sits between us and the relay could strip STARTTLS from its answer and read along.
    private func refuseOpenPassword(_ mapping: YAMLMapping) throws(YAMLError) {
        guard credentials != nil, case .startTLS(let startTLS) = security, startTLS != .required,
            !HostAndPort.isLoopback(host)
        else { return }
        throw mapping.error(
            at: "starttls", "the password could cross the network unencrypted", mend: "set \"starttls: required\"")
    }
}
