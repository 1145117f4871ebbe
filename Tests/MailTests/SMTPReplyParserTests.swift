import Mail
import Testing

@Suite struct SMTPReplyParserTests {
    private static let status511 = EnhancedStatus("5.1.1")

    static let dialogues: [(wire: String, replies: [SMTPReply])] = [
        ("250 2.1.0 Ok\r\n", [SMTPReply(code: 250, enhanced: EnhancedStatus("2.1.0"), text: "Ok")]),
        ("354 End data with <CR><LF>.<CR><LF>\r\n", [SMTPReply(code: 354, text: "End data with <CR><LF>.<CR><LF>")]),
        ("250\r\n250 \r\n", [SMTPReply(code: 250, text: ""), SMTPReply(code: 250, text: "")]),
        ("250 ok\n", [SMTPReply(code: 250, text: "ok")]),
        (
            "550-5.1.1 No such\r\n550-5.1.1 user\r\n550 5.1.1 here.\r\n",
            [SMTPReply(code: 550, enhanced: status511, text: "No such user here.")]
        ),
        ("550-5.1.1\r\n550-\r\n550 x\r\n", [SMTPReply(code: 550, enhanced: status511, text: "x")]),
        ("550 5.1.1\r\n", [SMTPReply(code: 550, enhanced: status511, text: "")]),
        // RFC 2034: only at the start, and only of the code's class.
        ("550 User 5.1.1 unknown\r\n", [SMTPReply(code: 550, text: "User 5.1.1 unknown")]),
        ("550 4.1.1 unknown\r\n", [SMTPReply(code: 550, text: "4.1.1 unknown")]),
        ("354 2.0.0 go\r\n", [SMTPReply(code: 354, text: "2.0.0 go")]),
        ("550 5.1.1: unknown\r\n", [SMTPReply(code: 550, text: "5.1.1: unknown")]),
        ("550-no\r\n550 5.1.1 user\r\n", [SMTPReply(code: 550, text: "no 5.1.1 user")]),
        (
            "250 a\r\n550 5.1.1 b\r\n250-c\r\n250 d\r\n",
            [
                SMTPReply(code: 250, text: "a"), SMTPReply(code: 550, enhanced: status511, text: "b"),
                SMTPReply(code: 250, text: "c d"),
            ]
        ),
        ("550 a\u{1B}[2J\tb\rc é\r\n", [SMTPReply(code: 550, text: "a [2J b c é")]),
    ]

    @Test(arguments: dialogues)
    func readsRepliesHoweverTheyAreCut(wire: String, replies: [SMTPReply]) throws {
        let bytes = Array(wire.utf8)
        for size in 1...bytes.count {
            var parser = SMTPReplyParser()
            var read: [SMTPReply] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                parser.feed(Array(bytes[start..<min(start + size, bytes.count)]))
                while let reply = try parser.next() { read.append(reply) }
            }
            #expect(read == replies)
        }
    }

    @Test func aReplyIsThereOnlyWhenItIsComplete() throws {
        var parser = SMTPReplyParser()
        parser.feed(Array("250-a\r\n250 b\r".utf8))
        #expect(try parser.next() == nil)
        parser.feed(Array("\n".utf8))
        #expect(try parser.next() == SMTPReply(code: 250, text: "a b"))
        #expect(try parser.next() == nil)
    }

    @Test(arguments: [
        ("HTTP/1.1 400 Bad Request\r\n", SMTPReplyError.notAReply),
        ("\r\n", .notAReply), ("25\r\n", .notAReply), ("2500 x\r\n", .notAReply), ("250x\r\n", .notAReply),
        ("199 x\r\n", .notAReply), ("600 x\r\n", .notAReply), ("-50 x\r\n", .notAReply), (" 250 x\r\n", .notAReply),
        ("250-a\r\nb\r\n", .notAReply),
        ("250-a\r\n251 b\r\n", .codeChanged(from: 250, to: 251)),
    ])
    func whatIsNoReplyEndsTheReading(wire: String, error: SMTPReplyError) throws {
        var parser = SMTPReplyParser()
        parser.feed(Array("220 hello\r\n\(wire)250 too late\r\n".utf8))
        #expect(try parser.next()?.text == "hello")
        #expect(throws: error) { try parser.next() }
        parser.feed(Array("250 too late\r\n".utf8))
        #expect(throws: error) { try parser.next() }
    }

    @Test func hugeRepliesAreReadAndCut() throws {
        let lines = (0..<3_000).map { "550-5.7.1 line \($0) of a very long story\r\n" }.joined()
        let longLine = "451 " + String(repeating: "x", count: 100_000) + "\r\n"
        for size in [1, 7, 4_096, 1_000_000] {
            var parser = SMTPReplyParser()
            let bytes = Array("\(lines)550 end\r\n\(longLine)250 ok\r\n".utf8)
            var read: [SMTPReply] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                parser.feed(Array(bytes[start..<min(start + size, bytes.count)]))
                while let reply = try parser.next() { read.append(reply) }
            }
            #expect(read.map(\.code) == [550, 451, 250])
            #expect(read.map(\.text.count) == [512, 512, 2])
            #expect(read.first?.text.hasPrefix("line 0 of a very long story line 1 of") == true)
            #expect(read.first?.enhanced == EnhancedStatus("5.7.1"))
        }
    }

    /// Any bytes give replies or an error, never a crash, and the same ones however they are cut.
    @Test func randomBytesAreReadTheSameInPieces() {
        let alphabet = Array("2450- .1\r\n\u{E9}".utf8) + [0, 0xFF]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let bytes = (0..<60).map { _ in alphabet[Int(random.next(upperBound: UInt(alphabet.count)))] }
            #expect(reading(bytes, inPiecesOf: 60) == reading(bytes, inPiecesOf: 1))
        }
    }

    private func reading(_ bytes: [UInt8], inPiecesOf size: Int) -> [Result<SMTPReply, SMTPReplyError>] {
        var parser = SMTPReplyParser()
        for start in stride(from: 0, to: bytes.count, by: size) {
            parser.feed(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        var read: [Result<SMTPReply, SMTPReplyError>] = []
        do {
            while let reply = try parser.next() { read.append(.success(reply)) }
        } catch {
            read.append(.failure(error))
        }
        return read
    }
}
