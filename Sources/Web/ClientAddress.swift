import HTTP

/// Finds who sent a request, behind the proxies that we trust.
///
/// `Forwarded` (RFC 7239) is not read: a proxy that adds to X-Forwarded-For hands on whatever its client wrote there.
public struct ClientAddress: Sendable {
    let trustedProxies: [NetworkRange]

    public init(trustedProxies: [NetworkRange]) {
        self.trustedProxies = trustedProxies
    }

    /// Whom a connection from this address counts for: the address itself, of IPv6 its /64. Nil for a trusted proxy, which speaks
    /// for many.
    public func account(of peer: String) -> String? {
        if isTrusted(peer) { return nil }
        guard let bytes = NetworkRange.bytes(of: peer), bytes.count == 16 else { return peer }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The last address of X-Forwarded-For that is no trusted proxy, as long as a trusted one handed the request on: each
    /// proxy adds at the end whom it heard from, and anything before that is the sender's own invention.
    func of(_ request: HTTPRequest) -> String {
        var client = request.remoteAddress
        let forwarded = request.headers.filter { $0.name.lowercased() == "x-forwarded-for" }.map(\.value)
            .joined(separator: ",")
        for entry in forwarded.split(separator: ",").reversed() where isTrusted(client) {
            guard let address = ClientAddress.address(in: entry) else { break }
            client = address
        }
        return client
    }

    private func isTrusted(_ address: String) -> Bool {
        trustedProxies.contains { $0.contains(address) }
    }

    /// `192.0.2.1`, `192.0.2.1:50123`, `2001:db8::1` or `[2001:db8::1]:50123`.
    private static func address(in entry: Substring) -> String? {
        var text = entry.filter { $0 != " " && $0 != "\t" }
        if text.hasPrefix("[") {
            text = String(text.dropFirst().prefix { $0 != "]" })
        } else if text.filter({ $0 == ":" }).count == 1 {
            text = String(text.prefix { $0 != ":" })
        }
        return NetworkRange.bytes(of: text) == nil ? nil : text
    }
}
