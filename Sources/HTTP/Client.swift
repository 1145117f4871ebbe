import CMicrohttpd
import Glibc

/// The other end of a connection, for as long as it stands. Only the server's thread touches it.
final class Client {
    let socket: Int32
    /// Numeric, without the port.
    let address: String
    /// The target of the request line that came last, not decoded. libmicrohttpd tells it nowhere but in a callback of its own,
    /// and that comes before the request has a context that is sure to be given back.
    var target: String?
    /// Whom it counts for; nil: nobody.
    let account: String?
    /// It is one too many: whatever it asks is refused.
    var isSurplus = false

    init(_ connection: OpaquePointer, account: (String) -> String?) {
        socket = mhd_socket(connection)
        address = mhd_client_address(connection).map(numericAddress) ?? ""
        self.account = account(address)
    }
}

/// An IPv4 client of an IPv6 socket (::ffff:192.0.2.1) is named by its IPv4 address.
private func numericAddress(of address: UnsafePointer<sockaddr>) -> String {
    let isIPv6 = address.pointee.sa_family == sa_family_t(AF_INET6)
    let size = isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    guard getnameinfo(address, socklen_t(size), &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
        return ""
    }
    let numeric = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return numeric.hasPrefix("::ffff:") && numeric.contains(".") ? String(numeric.dropFirst(7)) : numeric
}
