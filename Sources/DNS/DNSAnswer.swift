/// A record of an answer (RFC 1035 §4.1.3).
struct DNSAnswer {
    /// The whole message, since names in it point to each other.
    private let message: [UInt8]
    private let data: Range<Int>

    /// The answers of one type, in the message's order; those of other types, such as a CNAME on the way, are left out.
    static func all(in message: [UInt8], type: Int) throws(DNSError) -> [DNSAnswer] {
        var reader = Reader(message)
        reader.position = 4
        let questions = try reader.number16()
        let answers = try reader.number16()
        reader.position = 12
        for _ in 0..<questions {
            _ = try reader.name()
            try reader.skip(4)
        }
        var found: [DNSAnswer] = []
        for _ in 0..<answers {
            _ = try reader.name()
            let answerType = try reader.number16()
            try reader.skip(6)
            let length = try reader.number16()
            let start = reader.position
            try reader.skip(length)
            if answerType == type { found.append(DNSAnswer(message: message, data: start..<start + length)) }
        }
        return found
    }

    /// Of a TXT record: its strings, joined (§3.3.14).
    func text() throws(DNSError) -> String {
        var bytes: [UInt8] = []
        var position = data.lowerBound
        while position < data.upperBound {
            let end = position + 1 + Int(message[position])
            guard end <= data.upperBound else { throw .malformed }
            bytes += message[(position + 1)..<end]
            position = end
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Of an MX record (§3.3.9); the root is the host "" (RFC 7505 §3).
    func mailServer() throws(DNSError) -> (preference: Int, host: String) {
        var reader = Reader(message)
        reader.position = data.lowerBound
        return (try reader.number16(), try reader.name())
    }

    private struct Reader {
        private let message: [UInt8]
        var position = 0

        init(_ message: [UInt8]) {
            self.message = message
        }

        mutating func byte() throws(DNSError) -> Int {
            guard position < message.count else { throw .malformed }
            position += 1
            return Int(message[position - 1])
        }

        mutating func number16() throws(DNSError) -> Int {
            try byte() << 8 | byte()
        }

        mutating func skip(_ count: Int) throws(DNSError) {
            guard position + count <= message.count else { throw .malformed }
            position += count
        }

        /// A name, without its final dot; it may end in a pointer to an earlier one (§4.1.4).
        mutating func name() throws(DNSError) -> String {
            var labels: [String] = []
            var end: Int?
            // More jumps than a name can have labels are a loop.
            for _ in 0..<256 {
                let length = try byte()
                switch length {
                case 0:
                    position = end ?? position
                    return labels.joined(separator: ".")
                case 1...63:
                    let start = position
                    try skip(length)
                    labels.append(String(decoding: message[start..<position], as: UTF8.self))
                case 0xC0...:
                    let target = try (length & 0x3F) << 8 | byte()
                    end = end ?? position
                    position = target
                default: throw .malformed
                }
            }
            throw .malformed
        }
    }
}
