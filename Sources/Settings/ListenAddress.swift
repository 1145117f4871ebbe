/// Where `mailer serve` listens: an IP address and a port, as in `127.0.0.1:8080` or `[::1]:8080`.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible, SettingsValue {
    /// An IPv4 or IPv6 address, without brackets.
    public let host: String
    /// 0 lets the system choose.
    public let port: Int

    /// This machine only, so that nothing is public before somebody says so.
    public static let `default` = ListenAddress(host: "127.0.0.1", port: 8080)

    private init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `ADDR:PORT` or `[ADDR]:PORT`.
    public init(_ text: String) throws(InvalidValue) {
        guard let parts = HostAndPort(text), let port = parts.port,
            HostAndPort.isIPv4(parts.host) || HostAndPort.isIPv6(parts.host)
        else {
            throw InvalidValue(
                message: "must be an IP address and a port",
                mend: "write 127.0.0.1:8080 or \"[::1]:8080\" for this machine only, 0.0.0.0:8080 for all")
        }
        self.init(host: parts.host, port: port)
    }

    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
