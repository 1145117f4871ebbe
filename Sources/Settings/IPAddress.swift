/// An IPv4 or IPv6 address, without brackets, port or zone.
struct IPAddress: SettingsValue {
    let text: String
    let isIPv6: Bool

    init(_ text: String) throws(InvalidValue) {
        isIPv6 = HostAndPort.isIPv6(text)
        guard isIPv6 || HostAndPort.isIPv4(text) else {
            throw InvalidValue(message: "must be an IP address", mend: "write it like 192.0.2.1 or \"2001:db8::1\"")
        }
        self.text = text
    }
}
