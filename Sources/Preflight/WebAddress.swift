/// A web address, as far as a check has to know it (WHATWG URL, RFC 3986 §3).
struct WebAddress {
    let isEncrypted: Bool
    /// In lower case, without port and user.
    let host: String

    /// Nil for another kind of address.
    init?(_ url: String) {
        let lower = url.lowercased()
        guard let scheme = ["https:", "http:"].first(where: lower.hasPrefix) else { return nil }
        isEncrypted = scheme == "https:"
        let rest = lower.dropFirst(scheme.count)
        guard rest.hasPrefix("//") else {
            host = ""
            return
        }
        let authority = rest.dropFirst(2).prefix { !"/?#\\".contains($0) }
        let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        if place.hasPrefix("[") {
            host = String(place.prefix { $0 != "]" }) + "]"
        } else {
            host = String(place.prefix { $0 != ":" })
        }
    }

    /// Some name or number stands where the host belongs.
    var isOpenable: Bool {
        if isIPv6 || Self.isIPv4(host) { return true }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return !["http", "https"].contains(host)
            && labels.allSatisfy { label in
                !label.isEmpty && label.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.unicodeScalars.allSatisfy { scalar in
                        scalar == "-" || scalar == "_" || scalar.properties.isAlphabetic
                            || scalar.properties.numericType != nil
                            || scalar.properties.generalCategory == .nonspacingMark
                    }
            }
    }

    /// Names and numbers that lead nowhere on the internet: RFC 6761, RFC 6762 §3, RFC 8375, RFC 1918, RFC 3927, RFC 4193.
    var isPrivate: Bool {
        if isIPv6 {
            let number = host.dropFirst().dropLast()
            return ["::1", "::"].contains(number)
                || ["fc", "fd", "fe8", "fe9", "fea", "feb"].contains(where: number.hasPrefix)
        }
        if Self.isIPv4(host) {
            let parts = host.split(separator: ".").compactMap { Int($0) }
            switch (parts[0], parts[1]) {
            case (0, _), (10, _), (127, _), (169, 254), (192, 168), (172, 16...31), (100, 64...127): return true
            default: return false
            }
        }
        let domain = host.split(separator: ".").last.map(String.init) ?? ""
        return !host.contains(".") || Self.privateDomains.contains(domain) || host.hasSuffix(".home.arpa")
    }

    /// Whether the two are of one site: the same host, or one below the other.
    func isOfSite(_ other: String) -> Bool {
        let (one, two) = (Self.bare(host), Self.bare(other))
        return one == two || one.hasSuffix(".\(two)") || two.hasSuffix(".\(one)")
    }

    private static let privateDomains: Set = [
        "localhost", "local", "internal", "lan", "intranet", "corp", "home", "test", "invalid",
    ]

    private var isIPv6: Bool { host.hasPrefix("[") && host.hasSuffix("]") && host.contains(":") }

    private static func isIPv4(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func bare(_ host: String) -> String {
        host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    }
}
