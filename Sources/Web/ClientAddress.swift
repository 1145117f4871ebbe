import HTTP

/// Finds who sent a request, behind the proxies that we trust.
struct ClientAddress: Sendable {
    let trustedProxies: [NetworkRange]

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
