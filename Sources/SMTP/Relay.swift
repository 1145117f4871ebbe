import Curl

/// A relay to hand mail to, and how.
public struct Relay: Sendable {
    public typealias Security = ServerSecurity

    public var host: String
    public var port: Int
    public var security: Security
    /// AUTH is asked for when both are given; a relay that does not offer it is then a failure.
    public var username: String?
    public var password: String?
    /// A PEM file with the trusted roots; nil: the system's.
    public var caFile: String?
    /// The most connections at the same time, 1 or more.
    public var connections: Int
    /// What EHLO says; empty: this machine's name.
    public var heloName: String
    public var timeouts: CommandTimeouts
    /// After so many messages a connection says QUIT and a new one takes its place: relays balance by connection.
    public var messagesPerConnection: Int

    public init(
        host: String, port: Int, security: Security = .startTLS(.required), username: String? = nil,
        password: String? = nil, caFile: String? = nil, connections: Int = 8, heloName: String = "",
        timeouts: CommandTimeouts = CommandTimeouts(), messagesPerConnection: Int = 1_000
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.username = username
        self.password = password
        self.caFile = caFile
        self.connections = connections
        self.heloName = heloName
        self.timeouts = timeouts
        self.messagesPerConnection = messagesPerConnection
    }

    func server() throws(MailServerError) -> MailServer {
        var credentials: Credentials?
        if let username, let password { credentials = Credentials(username: username, password: password) }
        return try MailServer(
            host: host, port: port, security: security, credentials: credentials, caFile: caFile, heloName: heloName,
            connectTimeout: timeouts.connect.milliseconds)
    }
}
