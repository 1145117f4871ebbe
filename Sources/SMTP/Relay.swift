import Curl

/// A relay to hand mail to, and how.
public struct Relay: Sendable {
    public typealias Security = ServerSecurity
    public typealias Mechanism = AuthMechanism
    public typealias Certificate = ClientCertificate

    public var host: String
    public var port: Int
    public var security: Security
    /// AUTH is asked for when both are given; a relay that does not offer it is then a failure.
    public var username: String?
    /// The password, or for XOAUTH2 the bearer token. Asked for at each connection: tokens change within the hour.
    public var password: (@Sendable () throws -> String)?
    /// The only way of AUTH to use; nil: the best that the relay offers, XOAUTH2 aside.
    public var mechanism: Mechanism?
    /// A PEM file with the trusted roots; nil: the system's.
    public var caFile: String?
    /// What this side shows when the relay asks who it is.
    public var clientCertificate: Certificate?
    /// The IP address of this machine that connections come from; nil: the system chooses.
    public var localAddress: String?
    /// The most connections at the same time, 1 or more.
    public var connections: Int
    /// What EHLO says; empty: this machine's name.
    public var heloName: String
    public var timeouts: CommandTimeouts
    /// After so many messages a connection says QUIT and a new one takes its place: relays balance by connection.
    public var messagesPerConnection: Int

    public init(
        host: String, port: Int, security: Security = .startTLS(.required), username: String? = nil,
        password: (@Sendable () throws -> String)? = nil, mechanism: Mechanism? = nil, caFile: String? = nil,
        clientCertificate: Certificate? = nil, localAddress: String? = nil, connections: Int = 8,
        heloName: String = "", timeouts: CommandTimeouts = CommandTimeouts(), messagesPerConnection: Int = 1_000
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.username = username
        self.password = password
        self.mechanism = mechanism
        self.caFile = caFile
        self.clientCertificate = clientCertificate
        self.localAddress = localAddress
        self.connections = connections
        self.heloName = heloName
        self.timeouts = timeouts
        self.messagesPerConnection = messagesPerConnection
    }

    /// The server to connect to now.
    ///
    /// - Throws: `MailServerError` for a relay that cannot be meant, or what `password` throws.
    func server() throws -> MailServer {
        var credentials: Credentials?
        if let username, let password {
            credentials = Credentials(username: username, secret: try password(), mechanism: mechanism)
        }
        return try MailServer(
            host: host, port: port, security: security, credentials: credentials, caFile: caFile,
            clientCertificate: clientCertificate, localAddress: localAddress, heloName: heloName,
            connectTimeout: timeouts.connect.milliseconds)
    }
}
