import Glibc

/// A range of network addresses, such as 10.0.0.0/8, 2001:db8::/32 or one address alone.
public struct NetworkRange: Sendable, Hashable {
    private let bytes: [UInt8]
    private let length: Int

    /// Nil for what is no IPv4 or IPv6 address with an optional prefix length behind a slash.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let bytes = NetworkRange.bytes(of: String(first)) else { return nil }
        var length = bytes.count * 8
        if parts.count == 2 {
            guard let number = Int(parts[1]), (0...length).contains(number) else { return nil }
            length = number
        }
        self.init(bytes, length)
    }

    private init(_ bytes: [UInt8], _ length: Int) {
        self.length = length
        self.bytes = bytes.enumerated().map { index, byte in
            let kept = min(max(length - index * 8, 0), 8)
            return byte & UInt8(truncatingIfNeeded: 0xFF00 >> kept)
        }
    }

    /// The network that one client can be expected to have: /24 of IPv4, /64 of IPv6 (RFC 6177). What is no address is a
    /// network of its own.
    public static func client(at address: String) -> NetworkRange {
        guard let bytes = bytes(of: address) else { return NetworkRange([], 0) }
        return NetworkRange(bytes, bytes.count == 4 ? 24 : 64)
    }

    public func contains(_ address: String) -> Bool {
        guard let other = NetworkRange.bytes(of: address), other.count == bytes.count else { return false }
        return NetworkRange(other, length) == self
    }

    /// In network order, 4 or 16 bytes; an IPv4 address in IPv6's clothes counts as what it is.
    static func bytes(of address: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, address, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        var six = in6_addr()
        guard inet_pton(AF_INET6, address, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: &six) { Array($0) }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return bytes.starts(with: mapped) ? Array(bytes.suffix(4)) : bytes
    }
}
