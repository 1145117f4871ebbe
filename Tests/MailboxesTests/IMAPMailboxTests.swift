import Testing

@testable import Mailboxes

@Suite struct IMAPMailboxTests {
    private static let opening = [
        "* CAPABILITY IMAP4rev1 UIDPLUS MOVE\nm1 OK done\n".crlf,
        "* 3 EXISTS\n* FLAGS (\\Seen)\n* OK [UIDVALIDITY 77] valid\nm2 OK [READ-WRITE] Select completed\n".crlf,
    ]

    private func visit(
        as disposal: Disposal = .delete, opening: [String] = opening, _ replies: String...
    ) throws -> (taken: [RemoteMessage], channel: ScriptedChannel) {
        let channel = ScriptedChannel(replies: opening + replies.map(\.crlf))
        let mailbox = try IMAPMailbox(ServerTalk(channel), folder: "INBOX", disposal: disposal)
        var taken: [RemoteMessage] = []
        _ = try MailboxVisit.session(mailbox, limit: 1_000, isStopped: { false }) { taken.append($0) }
        return (taken, channel)
    }

    private func fetched(_ body: String, uid: Int = 5, tag: String = "m4") -> String {
        "* 1 FETCH (FLAGS () UID \(uid) BODY[]<0> {\(body.crlf.utf8.count)}\n\(body))\n\(tag) OK Fetch completed\n"
    }

    @Test func takesThenDeletes() throws {
        let (taken, channel) = try visit(
            "* SEARCH 5\nm3 OK\n", fetched("Subject: a\n\nHello\n"), "m5 OK\n", "* 1 EXPUNGE\nm6 OK\n",
            "* BYE\nm7 OK\n")
        #expect(taken == [RemoteMessage(name: "77/5", bytes: Array("Subject: a\n\nHello\n".crlf.utf8))])
        #expect(
            channel.commands == [
                "m1 CAPABILITY", "m2 SELECT \"INBOX\"", "m3 UID SEARCH 1:3 ALL",
                "m4 UID FETCH 5 (UID BODY.PEEK[]<0.1000>)", "m5 UID STORE 5 +FLAGS.SILENT (\\Deleted)",
                "m6 UID EXPUNGE 5", "m7 LOGOUT",
            ])
    }

    /// A message's text is counted, not read as the server's: it may hold a whole reply.
    @Test func aMessageCannotEndItsReply() throws {
        let forged = "Subject: a\n\nm4 OK done\n* BYE\nm5 NO\n* 1 FETCH (UID 6 BODY[] {3}\n"
        let (taken, channel) = try visit(
            "* SEARCH 5\nm3 OK\n", fetched(forged), "m5 OK\n", "m6 OK\n", "m7 OK\n")
        #expect(taken.map(\.bytes) == [Array(forged.crlf.utf8)])
        #expect(channel.commands.count == 7)
    }

    @Test(arguments: [
        (Disposal.mark, "UNSEEN", ["UID STORE 5 +FLAGS.SILENT (\\Seen)"]),
        (.move(to: "Old \"ones\""), "ALL", ["UID MOVE 5 \"Old \\\"ones\\\"\""]),
    ])
    func disposes(_ disposal: Disposal, _ criteria: String, _ commands: [String]) throws {
        let (taken, channel) = try visit(as: disposal, "* SEARCH 5\nm3 OK\n", fetched("x"), "m5 OK\n", "* BYE\nm6 OK\n")
        #expect(taken.count == 1)
        #expect(channel.commands[2] == "m3 UID SEARCH 1:3 \(criteria)")
        #expect(channel.commands[4...].dropLast().map { String($0.dropFirst(3)) } == commands)
    }

    /// Servers without MOVE and UIDPLUS, as the first standard has them.
    @Test func doesWithoutExtensions() throws {
        let (_, channel) = try visit(
            as: .move(to: "Done"), opening: ["* CAPABILITY IMAP4\nm1 OK\n".crlf, Self.opening[1]],
            "* SEARCH 5\nm3 OK\n", fetched("x"), "m5 OK\n", "m6 OK\n", "* 1 EXPUNGE\nm7 OK\n", "m8 OK\n")
        #expect(
            channel.commands[4...] == [
                "m5 UID COPY 5 \"Done\"", "m6 UID STORE 5 +FLAGS.SILENT (\\Deleted)", "m7 EXPUNGE", "m8 LOGOUT",
            ])
    }

    @Test func whatIsGoneMeanwhileIsPassedOver() throws {
        let (taken, channel) = try visit(
            "* SEARCH 5 6\nm3 OK\n", "* 1 EXPUNGE\nm4 OK nothing\n", fetched("x", uid: 6, tag: "m5"), "m6 OK\n",
            "m7 OK\n",
            "m8 OK\n")
        #expect(taken.map(\.name) == ["77/6"])
        #expect(channel.commands[5] == "m6 UID STORE 6 +FLAGS.SILENT (\\Deleted)")
    }

    /// RFC 3501 §4.3: a string may be quoted too. Another message's reply may come between (§7.4.2).
    @Test func readsQuotedBodies() throws {
        let (taken, _) = try visit(
            "* SEARCH 5\nm3 OK\n",
            "* 9 FETCH (UID 9 BODY[] {2}\nno)\n* 2 FETCH (BODY[]<0> \"a\\\"b\\\\c\" UID 5)\nm4 OK\n", "m5 OK\n",
            "m6 OK\n",
            "m7 OK\n")
        #expect(taken.map(\.bytes) == [Array("a\"b\\c".utf8)])
    }

    @Test(arguments: [
        (
            "* SEARCH 5\nm3 OK\n", "* 1 FETCH (UID 5 BODY[] {2000}\n",
            MailboxError.nonsense("a literal that is longer than what was asked for")
        ),
        (
            "* SEARCH 5\nm3 OK\n", "* 1 FETCH (UID 5 BODY[] {99999999999999999999}\n",
            .nonsense("a literal that is longer than what was asked for")
        ),
        ("* SEARCH 5\nm3 OK\n", "* 1 FETCH (UID 5 BODY[] {100}\nnot all of it", .closed),
        ("* SEARCH 5\nm3 OK\n", "m4 NO not now\n", .refused(command: "UID FETCH")),
        ("* SEARCH 5\nm3 OK\n", "m9 OK\n", .nonsense("a reply to no command")),
        ("* SEARCH 5\nm3 OK\n", "* BYE\n", .closed),
        ("+ go on\n", "", .nonsense("a reply to no command")),
        ("* " + String(repeating: "x", count: 200_000), "", .nonsense("a line without end")),
        (String(repeating: "* OK\n", count: 100_001), "", .nonsense("a reply without end")),
    ])
    func believesNoLiar(_ search: String, _ fetch: String, _ error: MailboxError) throws {
        #expect(throws: error) { try visit(search, fetch) }
    }

    @Test func aReadOnlyFolderIsNoPlaceToTakeFrom() throws {
        #expect(throws: MailboxError.readOnly) {
            try visit(opening: [Self.opening[0], "* 3 EXISTS\nm2 OK [READ-ONLY] Select completed\n".crlf])
        }
        #expect(throws: MailboxError.refused(command: "SELECT")) {
            try visit(opening: [Self.opening[0], "m2 NO no such folder\n".crlf])
        }
    }

    /// What could not be taken stays: the others of its group are not deleted either, and come again.
    @Test func whatIsNotTakenIsNotDeleted() throws {
        struct Full: Error {}
        let channel = ScriptedChannel(
            replies: Self.opening
                + ["* SEARCH 5 6\nm3 OK\n", fetched("x"), fetched("y", uid: 6, tag: "m5")].map(\.crlf))
        let mailbox = try IMAPMailbox(ServerTalk(channel), folder: "INBOX", disposal: .delete)
        #expect(throws: Full.self) {
            try MailboxVisit.session(mailbox, limit: 1_000, isStopped: { false }) {
                if $0.name == "77/6" { throw Full() }
            }
        }
        #expect(!channel.commands.contains { $0.contains("STORE") })
    }

    @Test(arguments: [([5], "5"), ([3, 1, 2, 9, 2], "1:3,9"), ([1, 2, 4, 5, 7], "1:2,4:5,7")])
    func writesSets(_ numbers: [UInt32], _ set: String) { #expect(IMAPMailbox.set(numbers) == set) }

    /// The examples of RFC 3501 §5.1.3 among them.
    @Test(arguments: [
        ("INBOX", "\"INBOX\""), ("~peter/mail/台北/日本語", "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\""), ("A&B", "\"A&-B\""),
        ("Zurückgekommen", "\"Zur&APw-ckgekommen\""), ("a\"\\b", "\"a\\\"\\\\b\""), ("x\r\ny", "\"x&AA0ACg-y\""),
    ])
    func writesFolders(_ name: String, _ quoted: String) { #expect(FolderName.quoted(name) == quoted) }
}
