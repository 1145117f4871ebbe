import CResolv

/// Asks the system's DNS servers, or another one. Blocks, for some seconds if nobody answers; one thread owns it.
public final class Resolver {
    private let state: UnsafeMutablePointer<__res_state>
    private static let largestAnswer = 65_535

    /// - Parameters:
    ///   - server: the IPv4 address to ask instead of the servers in /etc/resolv.conf.
    ///   - port: of `server`.
    public init(server: String? = nil, port: Int = 53) throws(DNSError) {
        state = .allocate(capacity: 1)
        state.initialize(to: __res_state())
        guard cresolv_init(state) == 0 else {
            state.deallocate()
            throw .noResolver
        }
        cresolv_hurry(state, 2, 2)
        guard let server else { return }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        guard inet_pton(AF_INET, server, &address.sin_addr) == 1 else { throw .notIPv4 }
        cresolv_use(state, address)
    }

    deinit {
        cresolv_close(state)
        state.deallocate()
    }

    /// The TXT records, the strings of each joined (RFC 7208 §3.3); none if the name or the record isn't there.
    public func texts(of name: String) throws(DNSError) -> [String] {
        try answers(name, ns_t_txt).map { answer throws(DNSError) in try answer.text() }
    }

    /// The hosts that take mail for a domain, the preferred first (RFC 5321 §5.1). A null MX is the host "".
    public func mailServers(of name: String) throws(DNSError) -> [String] {
        var servers: [(preference: Int, host: String)] = []
        for answer in try answers(name, ns_t_mx) { servers.append(try answer.mailServer()) }
        return servers.sorted { $0.preference < $1.preference }.map(\.host)
    }

    public func hasAddress(_ name: String) throws(DNSError) -> Bool {
        if try !answers(name, ns_t_a).isEmpty { return true }
        return try !answers(name, ns_t_aaaa).isEmpty
    }

    private func answers(_ name: String, _ type: __ns_type) throws(DNSError) -> [DNSAnswer] {
        var bytes = [UInt8](repeating: 0, count: Self.largestAnswer)
        let count = Int(cresolv_query(state, name, CInt(type.rawValue), &bytes, CInt(bytes.count)))
        if count < 0 {
            // No such name, or a name without such a record.
            if [HOST_NOT_FOUND, NO_DATA].contains(cresolv_error(state)) { return [] }
            throw .noAnswer
        }
        return try DNSAnswer.all(in: Array(bytes.prefix(count)), type: Int(type.rawValue))
    }
}
