/// The request line's target, taken apart and percent-decoded once (RFC 9112 §3.2, RFC 3986 §3.3).
struct RequestTarget: Equatable {
    let path: [String]
    let query: [HTTPField]

    /// Nil for what no page of ours is called: dot segments, empty segments, encoded slashes, control characters, what is
    /// not UTF-8, a broken percent sign, more than `limit` parameters.
    init?(_ target: String, fieldLimit: Int) {
        guard let target = Self.originForm(of: target) else { return nil }
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = Self.segments(of: halves[0]),
            let query = Self.parameters(of: halves.count > 1 ? halves[1] : "", limit: fieldLimit)
        else { return nil }
        self.path = path
        self.query = query
    }

    /// A server must accept the absolute form too (RFC 9112 §3.2.2).
    private static func originForm(of target: String) -> Substring? {
        if target.hasPrefix("/") { return target[...] }
        for scheme in ["http://", "https://"] where target.lowercased().hasPrefix(scheme) {
            let rest = target.dropFirst(scheme.count)
            guard let end = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
            return rest[end] == "/" ? rest[end...] : "/" + rest[end...]
        }
        return nil
    }

    private static func segments(of path: Substring) -> [String]? {
        var parts = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        var segments: [String] = []
        for part in parts {
            guard let segment = decode(part, plusIsSpace: false), !segment.isEmpty, segment != ".", segment != "..",
                segment.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") })
            else { return nil }
            segments.append(segment)
        }
        return segments
    }

    private static func parameters(of query: Substring, limit: Int) -> [HTTPField]? {
        let parts = query.utf8.split(separator: UInt8(ascii: "&"))
        guard parts.count <= limit else { return nil }
        var parameters: [HTTPField] = []
        for part in parts {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decode(halves[0], plusIsSpace: true),
                let value = halves.count > 1 ? decode(halves[1], plusIsSpace: true) : ""
            else { return nil }
            parameters.append(HTTPField(name: name, value: value))
        }
        return parameters
    }

    private static func decode(_ text: Substring.UTF8View, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace:
                bytes.append(0x20)
            default:
                bytes.append(byte)
            }
        }
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
