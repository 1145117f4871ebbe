/// By what a message is known again when it comes a second time: SHA-256 of its bytes, however its lines end and whether or not
/// a mailbox file put a `From ` line before it.
public struct MessageDigest: Sendable, Hashable {
    /// 32 bytes
    public let bytes: [UInt8]

    public init(of message: [UInt8]) {
        let hash = RunningHash()
        hash.begin()
        let lines = message.filter { $0 != UInt8(ascii: "\r") }
        var body = lines[...]
        if body.starts(with: "From ".utf8) {
            body = body.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
        }
        while body.last == UInt8(ascii: "\n") { body.removeLast() }
        hash.add(Array(body).span)
        bytes = hash.finish()
    }
}
