/// How a request says what it is, judged before any of its body is taken.
struct RequestHead {
    let version: String
    let target: RequestTarget?
    let fields: [HTTPField]

    /// The status that refuses the request; nil when there is nothing against it.
    ///
    /// Two framings of one body, or one that two programs read differently, are how requests are smuggled past a proxy: they
    /// are refused, not mended (RFC 9112 §6.1, §6.3, §11.2).
    func refusal(limits: HTTPLimits) -> Int? {
        guard version.hasPrefix("HTTP/1.") else { return 505 }
        // RFC 9112 §5.1: no space before the colon.
        guard target != nil, fields.allSatisfy(\.hasTokenAsName), values(of: "host").count <= 1 else { return 400 }
        let lengths = values(of: "content-length")
        let codings = values(of: "transfer-encoding")
        if let coding = codings.first {
            // HTTP/1.0 knows no transfer codings (RFC 9112 §6.1).
            guard codings.count == 1, lengths.isEmpty, version != "HTTP/1.0" else { return 400 }
            guard coding.lowercased() == "chunked" else { return 501 }
        }
        guard let length = lengths.first else { return nil }
        guard lengths.count == 1, !length.isEmpty, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return 400
        }
        // A little too long is heard out, so that the client hears the answer.
        return Int(length).map { $0 > limits.swallowedBytes } ?? true ? 413 : nil
    }

    private func values(of name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name }.map(\.value)
    }
}
