import Testing

@testable import Mailboxes

@Suite struct POP3MailboxTests {
    private func visit(limit: Int = 1_000_000, _ replies: String...) throws -> (
        taken: [RemoteMessage], commands: [String]
    ) {
        let channel = ScriptedChannel(replies: replies.map(\.crlf), pieceLength: 1_000)
        var taken: [RemoteMessage] = []
        _ = try MailboxVisit.session(POP3Mailbox(ServerTalk(channel)), limit: limit, isStopped: { false }) {
            taken.append($0)
        }
        return (taken, channel.commands)
    }

    @Test func takesThenDeletes() throws {
        let (taken, commands) = try visit(
            "+OK 2 500\n", "+OK\n1 abc\n2 d e\n.\n", "+OK 10 octets\nSubject: a\n\n..dot\n.\n", "+OK\nx\n.\n", "+OK\n",
            "+OK\n",
            "+OK bye\n")
        #expect(
            taken == [
                RemoteMessage(name: "abc", bytes: Array("Subject: a\n\n.dot\n".crlf.utf8)),
                RemoteMessage(name: "d e", bytes: Array("x\n".crlf.utf8)),
            ])
        #expect(commands == ["STAT", "UIDL", "RETR 1", "RETR 2", "DELE 1", "DELE 2", "QUIT"])
    }

    @Test func doesWithoutUniqueIDs() throws {
        let (taken, _) = try visit("+OK 1 5\n", "-ERR what?\n", "+OK\nx\n.\n", "+OK\n", "+OK\n")
        #expect(taken.map(\.name) == [""])
    }

    @Test func whatCannotBeReadStays() throws {
        let (taken, commands) = try visit(
            "+OK 2 5\n", "+OK\n1 a\n2 b\n.\n", "-ERR locked\n", "+OK\nx\n.\n", "+OK\n", "+OK\n")
        #expect(taken.map(\.name) == ["b"])
        #expect(commands.suffix(2) == ["DELE 2", "QUIT"])
    }

    /// Lines longer than any buffer, a dot within them at every place, and the cut at the limit.
    @Test(arguments: [65_534, 65_535, 65_536, 65_537, 65_538, 200_000])
    func readsLongLines(_ length: Int) throws {
        let line = String(repeating: "a", count: length) + ".\n.." + String(repeating: "b", count: length) + "\n"
        let text = line.replacing("\n..", with: "\n.").crlf
        #expect(
            try visit("+OK 1 5\n", "+OK\n1 a\n.\n", "+OK\n\(line).\n", "+OK\n", "+OK\n").taken[0].bytes
                == Array(text.utf8))
        let cut = try visit(limit: length + 2, "+OK 1 5\n", "+OK\n1 a\n.\n", "+OK\n\(line).\n", "+OK\n", "+OK\n").taken[
            0]
        #expect(cut.bytes == Array(text.utf8.prefix(length + 2)))
    }

    @Test(arguments: [
        ("+OK many\n", "", MailboxError.nonsense("STAT gives no number")),
        ("* OK\n", "", .nonsense("a reply that is neither +OK nor -ERR")), ("-ERR\n", "", .refused(command: "STAT")),
        ("+OK 1 5\n", "+OK\none a\n.\n", .nonsense("a line of UIDL")), ("+OK 1 5\n", "+OK\n1 a\n", .closed),
        ("+OK 1 5\n", "+OK\n" + String(repeating: "x", count: 200_000), .nonsense("a line without end")),
    ])
    func believesNoLiar(_ stat: String, _ uidl: String, _ error: MailboxError) {
        #expect(throws: error) { try visit(stat, uidl) }
    }

    @Test func aMessageThatBreaksOffIsNotTaken() {
        var taken = 0
        #expect(throws: MailboxError.closed) {
            let channel = ScriptedChannel(
                replies: ["+OK 1 5\n", "+OK\n1 a\n.\n", "+OK\nSubject: x\n\nhalf"].map(\.crlf))
            _ = try MailboxVisit.session(POP3Mailbox(ServerTalk(channel)), limit: 100, isStopped: { false }) { _ in
                taken += 1
            }
        }
        #expect(taken == 0)
    }
}
