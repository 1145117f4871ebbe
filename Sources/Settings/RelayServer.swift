import YAML

/// A mail server that takes our mail and delivers it.
public struct RelayServer: Sendable {
    /// A name or an IP address, without brackets.
    public let host: String
    public let port: Int
    public let security: Security
    /// Nil if the relay knows us without signing in.
    public let credentials: RelayCredentials?
    /// A PEM file of the authorities to trust instead of the system's; an absolute path.
    public let caFile: String?
    /// What we show a relay that asks for a certificate.
    public let clientCertificate: RelayCertificate?
    /// The IP address of this machine to connect from, without brackets; nil: the system chooses.
    public let localAddress: String?
    /// Seconds to wait for a reply; nil: for each command what RFC 5321 §4.5.3.2 says.
    public let replyTimeout: Int64?
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

    init(_ mapping: YAMLMapping, _ reader: inout SettingsReader) throws(YAMLError) {
        var mapping = mapping
        let url = try mapping.required("url", as: RelayURL.self, example: "url: smtp://mail.example.org")
        host = url.host
        port = url.port
        security = try Self.security(host: url.host, implicitTLS: url.isImplicitTLS ? "smtps://" : nil, &mapping)
        credentials = try RelayCredentials(&mapping, reader)
        caFile = try reader.file(mapping.node("ca_file"))
        clientCertificate = try RelayCertificate(&mapping, reader)
        localAddress = try Self.localAddress(url, &mapping)
        replyTimeout = try mapping.optional("reply_timeout", as: SettingsDuration.self)?.seconds
        connections = try mapping.optional("connections", in: 1...1024) ?? 16
        hello = try mapping.optional("hello", as: HelloName.self)?.text ?? HelloName.ofMachine
        messagesPerConnection = try mapping.optional("messages_per_connection", in: 1...1_000_000) ?? 100
        try reader.finish(mapping, section: "relays")
        if credentials != nil { try Self.refuseOpenPassword(security, host: host, mapping) }
        if clientCertificate != nil, security == .startTLS(.never) {
            throw mapping.error(
                at: "client_certificate", "\"client_certificate\" has no meaning without TLS",
                mend: "remove \"starttls: never\"")
        }
    }

    /// How a connection to that host is encrypted: by its scheme, where that stands for implicit TLS, and the key `starttls`.
    static func security(
        host: String, implicitTLS scheme: String?, _ mapping: inout YAMLMapping
    ) throws(YAMLError) -> Security {
        let startTLS = try mapping.optional("starttls", as: StartTLS.self)
        if let scheme {
            if startTLS == nil { return .implicitTLS }
            throw mapping.error(
                at: "starttls", "\"starttls\" has no meaning with \(scheme), which is TLS from the first byte",
                mend: "remove it")
        }
        return .startTLS(startTLS ?? (HostAndPort.isLoopback(host) ? .optional : .required))
    }

    private static func localAddress(_ url: RelayURL, _ mapping: inout YAMLMapping) throws(YAMLError) -> String? {
        guard let address = try mapping.optional("local_address", as: IPAddress.self) else { return nil }
        if let relay = try? IPAddress(url.host), relay.isIPv6 != address.isIPv6 {
            throw mapping.error(
                at: "local_address",
                "\"local_address\" is of another family than the relay's address, so no connection can be made",
                mend: "write an \(relay.isIPv6 ? "IPv6" : "IPv4") address of this machine")
        }
        return address.text
    }

    /// Whoever sits between us and the relay could strip STARTTLS from its answer and read along.
    static func refuseOpenPassword(
        _ security: Security, host: String, _ mapping: YAMLMapping
    ) throws(YAMLError) {
        guard case .startTLS(let startTLS) = security, startTLS != .required,
            !HostAndPort.isLoopback(host)
        else { return }
        throw mapping.error(
            at: "starttls", "the password could cross the network unencrypted", mend: "set \"starttls: required\"")
    }
}
