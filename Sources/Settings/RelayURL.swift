/// `smtp://HOST[:PORT]` or `smtps://HOST[:PORT]`.
struct RelayURL: SettingsValue {
    /// TLS from the first byte (RFC 8314 §3.3).
    let isImplicitTLS: Bool
    let host: String
    let port: Int

    init(_ text: String) throws(InvalidValue) {
        let lower = text.lowercased()
        // The text is not repeated: it may hold a password.
        if text.contains("@") {
            throw InvalidValue(
                message: "must not hold credentials", mend: "put them into username and password_file or password_env")
        }
        let shape = InvalidValue(
            message: "must be smtp:// or smtps:// and a host", mend: "write it like smtp://mail.example.org:587")
        guard lower.hasPrefix("smtp://") || lower.hasPrefix("smtps://") else { throw shape }
        isImplicitTLS = lower.hasPrefix("smtps")
        var authority = lower.dropFirst(isImplicitTLS ? 8 : 7)
        if authority.last == "/" { authority.removeLast() }
        guard let parts = HostAndPort(authority), parts.port != 0 else { throw shape }
        host = parts.host
        port = parts.port ?? (isImplicitTLS ? 465 : 25)
    }
}
