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
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || isIPv4(host) && host.hasPrefix("127.")
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
