/// Who signs in, and with what. Deliberately without a description: secrets stay out of logs and errors.
public struct Credentials: Sendable, CustomStringConvertible, CustomReflectable {
    let username: String
    /// A password, or for XOAUTH2 a bearer token.
    let secret: String
    let mechanism: AuthMechanism?

    /// - Parameter mechanism: the only one to use; nil: the best that the server offers, XOAUTH2 aside.
    public init(username: String, secret: String, mechanism: AuthMechanism? = nil) {
        self.username = username
        self.secret = secret
        self.mechanism = mechanism
    }

    public var description: String { "Credentials" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A way of AUTH that the settings can insist on.
public enum AuthMechanism: String, Sendable, Hashable {
    /// RFC 4616
    case plain = "PLAIN"
    /// Older than any standard, and some servers have no other.
    case login = "LOGIN"
    /// The form of OAuth 2.0 that large mail hosts want; there is no RFC for it.
    case xoauth2 = "XOAUTH2"
}
