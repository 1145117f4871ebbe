import Testing

@testable import DNS

@Suite struct DNSAnswerTests {
    private static let question: [UInt8] = [4] + Array("mail".utf8) + [4] + Array("test".utf8) + [0, 0, 16, 0, 1]

    /// An answer to a question for `mail.test`, with records that point to that name.
    private func message(_ records: [(type: UInt8, data: [UInt8])]) -> [UInt8] {
        let header: [UInt8] = [0, 1, 0x81, 0x80, 0, 1, 0, UInt8(records.count), 0, 0, 0, 0]
        return records.reduce(header + Self.question) { message, record in
            message + [0xC0, 12, 0, record.type, 0, 1, 0, 0, 0, 60, 0, UInt8(record.data.count)] + record.data
        }
    }

    @Test func `the strings of a text are joined`() throws {
        let bytes = message([(16, [2, 0x61, 0x62, 0, 1, 0x63]), (16, [])])
        #expect(try DNSAnswer.all(in: bytes, type: 16).map { try $0.text() } == ["abc", ""])
    }

    @Test func `other types are left out`() throws {
        let bytes = message([(5, [0xC0, 12]), (16, [1, 0x61])])
        #expect(try DNSAnswer.all(in: bytes, type: 16).map { try $0.text() } == ["a"])
    }

    @Test func `a mail server's name may point into the message, and be the root`() throws {
        let bytes = message([(15, [0, 10, 2, 0x6D, 0x78, 0xC0, 17]), (15, [1, 0, 0])])
        let servers = try DNSAnswer.all(in: bytes, type: 15).map { try $0.mailServer() }
        #expect(servers.map(\.host) == ["mx.test", ""])
        #expect(servers.map(\.preference) == [10, 256])
    }

    @Test(arguments: [
        [UInt8](), [0, 1, 0x81], [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
        // A name that points to itself, and one that points out of the message.
        [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, 12, 0, 1, 0, 1], [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF],
    ])
    func `what is no message is told`(bytes: [UInt8]) {
        #expect(throws: DNSError.malformed) { try DNSAnswer.all(in: bytes, type: 16) }
    }

    @Test func `a message cut short anywhere is refused and never read beyond`() throws {
        let whole = message([(15, [0, 10, 2, 0x6D, 0x78, 0xC0, 17])])
        for length in 0..<whole.count {
            #expect(throws: DNSError.malformed) { try DNSAnswer.all(in: Array(whole.prefix(length)), type: 15) }
        }
    }

    @Test func `a string longer than its record is refused`() throws {
        let answer = try #require(DNSAnswer.all(in: message([(16, [9, 0x61])]), type: 16).first)
        #expect(throws: DNSError.malformed) { try answer.text() }
    }
}
