/// `imap://`, `imaps://`, `pop3://` or `pop3s://`, and `HOST[:PORT]`.
struct MailboxURL: SettingsValue {
    let isIMAP: Bool
    /// The scheme, if it is TLS from the first byte (RFC 8314 §3.2).
    let implicitTLS: String?
    let host: String
    let port: Int

    private static let schemes: [(name: String, isIMAP: Bool, isImplicitTLS: Bool, port: Int)] = [
        ("imap", true, false, 143), ("imaps", true, true, 993), ("pop3", false, false, 110),
        ("pop3s", false, true, 995),
    ]

    init(_ text: String) throws(InvalidValue) {
        // The text is not repeated: it may hold a password.
        if text.contains("@") {
            throw InvalidValue(
                message: "must not hold credentials", mend: "put them into username and password_file or password_env")
        }
        let lower = text.lowercased()
        guard let scheme = Self.schemes.first(where: { lower.hasPrefix($0.name + "://") }) else { throw Self.shape }
        var authority = lower.dropFirst(scheme.name.count + 3)
        if authority.last == "/" { authority.removeLast() }
        guard let parts = HostAndPort(authority), parts.port != 0 else { throw Self.shape }
        (isIMAP, host) = (scheme.isIMAP, parts.host)
        implicitTLS = scheme.isImplicitTLS ? scheme.name + "://" : nil
        port = parts.port ?? scheme.port
    }

    private static let shape = InvalidValue(
        message: "must be imaps://, imap://, pop3s:// or pop3:// and a host",
        mend: "write it like imaps://mail.example.org, and the folder's name under folder")
}
