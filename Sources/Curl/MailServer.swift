/// How a connection is encrypted.
public enum ServerSecurity: Sendable, Hashable {
    /// TLS from the first byte (`smtps://`, RFC 8314).
    case implicitTLS
    /// A plain connection that turns to TLS by STARTTLS (RFC 3207), as far as the policy asks for it.
    case startTLS(StartTLSPolicy)
}

/// What to do about STARTTLS.
public enum StartTLSPolicy: String, Sendable, Hashable {
    /// No TLS, no mail.
    case required
    /// TLS when the server offers it, in the clear when it does not. A handshake or certificate that fails is still a
    /// failure: never a silent step back.
    case optional
    /// In the clear, even if the server offers TLS.
    case never
}

/// What is spoken with a mail server.
public enum MailService: String, Sendable, Hashable {
    /// Submitting mail (RFC 5321).
    case smtp
    /// Reading a mailbox (RFC 3501).
    case imap
    /// Emptying a mailbox (RFC 1939).
    case pop3
}

/// A server to submit mail to or to read it from, with everything libcurl needs to connect, encrypt and authenticate.
public struct MailServer: Sendable {
    public let service: MailService
    public let host: String
    public let port: Int
    public let security: ServerSecurity
    public let credentials: Credentials?
    /// A PEM file with the trusted roots; nil: the system's.
    public let caFile: String?
    /// What this side shows when the server asks who it is.
    public let clientCertificate: ClientCertificate?
    /// The IP address of this machine that the connection comes from, without brackets; nil: the system chooses. The
    /// server is then looked for in that address's family only.
    public let localAddress: String?
    /// What EHLO says; empty: this machine's name.
    public let heloName: String
    /// Milliseconds for resolving and connecting (and the handshake of implicit TLS).
    public let connectTimeout: Int

    /// - Throws: `MailServerError` for a host, port or name that could not stand in a URL or an EHLO line.
    public init(
        _ service: MailService = .smtp, host: String, port: Int, security: ServerSecurity,
        credentials: Credentials? = nil, caFile: String? = nil,
        clientCertificate: ClientCertificate? = nil, localAddress: String? = nil, heloName: String = "",
        connectTimeout: Int = 30_000
    ) throws(MailServerError) {
        let isHostByte: (UInt8) -> Bool = { Self.isUnreserved($0) || $0 == UInt8(ascii: ":") }
        guard !host.isEmpty, host.utf8.allSatisfy(isHostByte) else { throw .host }
        guard (1...65_535).contains(port) else { throw .port(port) }
        guard localAddress.map({ !$0.isEmpty && $0.utf8.allSatisfy(isHostByte) }) ?? true else { throw .localAddress }
        guard heloName.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { throw .heloName }
        // libcurl takes C strings: what follows a NUL would be dropped without a word.
        let texts = [
            credentials?.username, credentials?.secret, caFile, clientCertificate?.file, clientCertificate?.keyFile,
        ]
        guard !texts.contains(where: { $0?.utf8.contains(0) == true }) else { throw .zeroByte }
        self.service = service
        self.host = host
        self.port = port
        self.security = security
        self.credentials = credentials
        self.caFile = caFile
        self.clientCertificate = clientCertificate
        self.localAddress = localAddress
        self.heloName = heloName
        self.connectTimeout = connectTimeout
    }

    /// libcurl takes the EHLO name from the path, so it is percent-encoded: nothing in it can end the URL or the line.
    var url: String {
        let scheme = service.rawValue + (security == .implicitTLS ? "s" : "")
        let authority = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return "\(scheme)://\(authority):\(port)/\(Self.percentEncoded(heloName))"
    }

    private static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    /// The unreserved characters of RFC 3986 §2.3, without the tilde.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// Settings that cannot name a server.
public enum MailServerError: Error, Equatable, CustomStringConvertible {
    /// Empty, or characters beyond letters, digits, `.`, `-`, `_` and (for IPv6) `:`.
    case host
    case port(Int)
    /// Characters that no IP address has.
    case localAddress
    /// Characters beyond printable ASCII, or a space.
    case heloName
    /// A NUL in the user name, the secret or the name of a file.
    case zeroByte
    /// libcurl did not start.
    case library

    public var description: String {
        switch self {
        case .host:
            "the mail server's host must be a name or an IP address: letters, digits, dots, hyphens; "
                + "write an international name in its xn-- form"
        case .port(let port): "the mail server's port \(port) is not between 1 and 65535"
        case .localAddress: "the local address must be an IP address of this machine, without brackets"
        case .heloName: "the name for EHLO must be printable ASCII without spaces, for example mail.example.org"
        case .zeroByte: "the mail server's user name, password or a file's name has a NUL character in it"
        case .library: "libcurl could not start"
        }
    }
}
