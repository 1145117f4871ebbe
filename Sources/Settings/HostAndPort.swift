import Glibc

/// `HOST`, `HOST:PORT`, `[IPv6]` or `[IPv6]:PORT` (RFC 3986 §3.2).
struct HostAndPort: Equatable {
    /// A name or an IP address without brackets, in lower case.
    let host: String
    let port: Int?

    /// Nil for anything else, non-ASCII names included.
    init?(_ text: some StringProtocol) {
        let host: Substring
        let rest: Substring
        let text = Substring(text.lowercased())
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<close]
            rest = text[text.index(after: close)...]
            guard Self.isIPv6(String(host)) else { return nil }
        } else {
            host = text.prefix { $0 != ":" }
            rest = text[host.endIndex...]
            guard Self.isIPv4(String(host)) || Self.isName(host) else { return nil }
        }
        if rest.isEmpty {
            port = nil
        } else {
            let digits = rest.dropFirst()
            guard rest.first == ":", digits.allSatisfy({ ("0"..."9").contains($0) }), let number = UInt16(digits) else {
                return nil
            }
            port = Int(number)
        }
        self.host = String(host)
    }

    static func isIPv4(_ host: String) -> Bool {
        var address = in_addr()
        return inet_pton(AF_INET, host, &address) == 1
    }

    static func isIPv6(_ host: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET6, host, &address) == 1
    }

    /// Whether the host is this machine.
    static func isLoopback(_ host: String) -> Bool {
        if let address = bytes(host) {
            return address.count == 4 ? address[0] == 127 : address == Array(repeating: 0, count: 15) + [1]
        }
        return host == "localhost" || host.hasSuffix(".localhost") || host == "localhost.localdomain"
    }

    /// Whether only this machine or its own network reaches the host: loopback, no address at all, or one that routers don't
    /// pass on (RFC 1918 §3, RFC 3927 §2.7, RFC 4193 §3.1, RFC 4291 §2.5.6).
    static func isNearby(_ host: String) -> Bool {
        guard let address = bytes(host), !isLoopback(host) else { return isLoopback(host) }
        switch (address.count, address[0], address[1]) {
        case (4, 0, _), (4, 10, _), (4, 172, 16...31), (4, 192, 168), (4, 169, 254): return true
        case (16, 0xFC...0xFD, _), (16, 0xFE, 0x80...0xBF): return true
        default: return address.allSatisfy { $0 == 0 }
        }
    }

    /// Four or sixteen bytes; of an IPv4 address in IPv6 (RFC 4291 §2.5.5.2) its four. Nil for a name.
    private static func bytes(_ host: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, host, &bytes) == 1 { return Array(bytes.prefix(4)) }
        guard inet_pton(AF_INET6, host, &bytes) == 1 else { return nil }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11].allSatisfy { $0 == 0xFF }
        return isMapped ? Array(bytes.suffix(4)) : bytes
    }

    /// Letters, digits and hyphens between dots (RFC 1123 §2.1); the last label is no number, which would be a
    /// mistyped IPv4 address. Underscores are let in, since container networks use them.
    static func isName(_ host: some StringProtocol) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return host.utf8.count <= 253 && labels.last?.allSatisfy(\.isNumber) == false
            && labels.allSatisfy { label in
                String(label).wholeMatch(of: /[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?/) != nil
                    && label.utf8.count <= 63
            }
    }
}
