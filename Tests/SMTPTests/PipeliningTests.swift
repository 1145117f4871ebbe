import Foundation
import Newsletter
import Outbox
import Testing

@testable import SMTP

/// Servers that announce PIPELINING (RFC 2920).
@Suite struct PipeliningTests {
    private func finish(_ count: Int, over transport: SMTPTransport) -> [Int64: String] {
        var outcomes: [Int64: String] = [:]
        for _ in 0..<100 where outcomes.count < count {
            for finished in transport.gather(milliseconds: 100) {
                outcomes[finished.delivery] = finished.outcome.summary
            }
            transport.proceed(with: [])
        }
        return outcomes
    }

    /// The first message alone, so that the relay's keywords are known; then the rest in one go.
    private func start(_ transport: SMTPTransport, _ messages: ClosedRange<Int64>) {
        #expect(transport.room == 1)
        #expect(deliver([sample(0)], over: transport)[0]?.isSent == true)
        #expect(transport.room == 2)
        transport.proceed(with: messages.map { sample($0) })
    }

    @Test func anEnvelopeGoesOutWhole() throws {
        let server = try ScriptedServer { peer in
            peer.greet("PIPELINING")
            // Not a word before all three are here.
            for _ in 0..<3 { peer.hear() }
            peer.say("250 ok\r\n250 ok\r\n354 go\r\n")
            peer.hearMessage()
            peer.say("250 taken\r\n")
        }
        #expect(try deliver(sample(), to: plainRelay(port: server.port))?.summary == "sent 250")
    }

    @Test func theNextEnvelopeFollowsTheDotAndItsMessageTheCommit() throws {
        let heard = ScriptedServer.Log()
        let server = try ScriptedServer { peer in
            peer.greet("PIPELINING")
            peer.openMessage()
            peer.hearMessage()
            peer.say("250 taken\r\n")
            peer.openMessage()
            peer.hearMessage()
            for _ in 0..<3 { peer.hear() }
            peer.say("250 taken\r\n250 ok\r\n250 ok\r\n354 go\r\n")
            peer.hear()
            heard.add("body")
            peer.hearMessage()
            peer.say("250 taken\r\n")
            peer.takeMessages()
        }
        let transport = try SMTPTransport(plainRelay(port: server.port))
        defer { transport.close() }
        start(transport, 1...2)
        var finished: [FinishedDelivery] = []
        while finished.isEmpty { finished = transport.gather(milliseconds: 1_000) }
        #expect(finished.map(\.delivery) == [1])
        #expect(transport.gather(milliseconds: 200).isEmpty)
        #expect(heard.commands.isEmpty, "the second message left before the first one's outcome was committed")
        #expect(transport.inFlight == 1)
        transport.proceed(with: [])
        #expect(finish(1, over: transport) == [2: "sent 250"])
        #expect(server.connections == 1)
    }

    @Test(arguments: [
        // Refused, and DATA too: RSET.
        ("250 ok\r\n550 5.1.1 gone\r\n503 5.5.1 no recipient\r\n", "RSET"),
        // Refused, and DATA granted: a lone dot.
        ("250 ok\r\n550 5.1.1 gone\r\n354 go\r\n", "."),
    ])
    func aRefusedRecipientLeavesNothingBehind(_ answers: String, _ next: String) throws {
        let server = try ScriptedServer { peer in
            peer.greet("PIPELINING")
            for _ in 0..<3 { peer.hear() }
            peer.say(answers)
            peer.hear()
            peer.say(next == "." ? "554 5.5.1 no valid recipients\r\n" : "250 ok\r\n")
            peer.takeMessages()
        }
        let transport = try SMTPTransport(plainRelay(port: server.port))
        defer { transport.close() }
        let outcomes = deliver([sample(1), sample(2)], over: transport)
        #expect((1...2).map { outcomes[$0]?.summary } == ["refused 550 at rcpt", "sent 250"])
        #expect(server.connections == 1)
        #expect(server.commands[4] == next)
    }

    @Test func aConnectionThatBreaksCostsOneMessage() throws {
        let server = try ScriptedServer(
            { peer in
                peer.greet("PIPELINING")
                peer.openMessage()
                peer.hearMessage()
                peer.say("250 taken\r\n")
                peer.openMessage()
                peer.hearMessage()
                for _ in 0..<3 { peer.hear() }
            },
            { peer in
                peer.greet("PIPELINING")
                peer.takeMessages()
            })
        let transport = try SMTPTransport(plainRelay(port: server.port))
        defer { transport.close() }
        start(transport, 1...2)
        #expect(finish(2, over: transport) == [1: "unknown at message", 2: "sent 250"])
        #expect(server.connections == 2)
    }

    @Test func aFollowerThatIsRefusedEndsByItself() throws {
        let server = try ScriptedServer { peer in
            peer.greet("PIPELINING")
            peer.openMessage()
            peer.hearMessage()
            peer.say("250 taken\r\n")
            peer.openMessage()
            peer.hearMessage()
            for _ in 0..<3 { peer.hear() }
            peer.say("451 4.3.0 later\r\n250 ok\r\n452 4.2.2 full\r\n503 5.5.1 no recipient\r\n")
            peer.takeMessages()
        }
        let transport = try SMTPTransport(plainRelay(port: server.port))
        defer { transport.close() }
        start(transport, 1...2)
        #expect(finish(2, over: transport) == [1: "refused 451 at message", 2: "refused 452 at rcpt"])
        #expect(deliver([sample(3)], over: transport)[3]?.isSent == true)
        #expect(server.connections == 1)
    }

    @Test func aRelayThatIsGoneCostsOneClaimAgain() throws {
        let server = try ScriptedServer { peer in
            peer.greet("PIPELINING")
            peer.openMessage()
            peer.hearMessage()
            peer.say("250 taken\r\n")
            peer.openMessage()
        }
        let transport = try SMTPTransport(plainRelay(port: server.port, connections: 4))
        defer { transport.close() }
        #expect(deliver([sample(0)], over: transport)[0]?.isSent == true)
        #expect(transport.room == 8)
        #expect(deliver([sample(1)], over: transport)[1]?.summary == "unknown at message")
        #expect(transport.room == 1)
    }

    /// TLS cuts what it is given into records. With one of them stuck, the one with the dot may be through.
    @Test(arguments: [(false, "notSent at message"), (true, "unknown at message")])
    func aDotThatTLSMayHaveSentIsUncertain(_ isEncrypted: Bool, _ expected: String) throws {
        let capabilities = Capabilities(keywords: ["PIPELINING"])
        var dialogue = Dialogue(
            host: "test.example", isEncrypted: isEncrypted, capabilities: capabilities, timeouts: CommandTimeouts(),
            now: 0)
        func transaction(_ delivery: Int64) -> Transaction {
            let message = sample(delivery)
            return Transaction(message, scan: MessageScan(message.bytes), relay: capabilities)
        }
        dialogue.begin(transaction(1), now: 0)
        dialogue.follow(transaction(2))
        #expect(dialogue.flush(now: 0) { .moved($0.count) })
        let granted = Array("250 ok\r\n250 ok\r\n354 go\r\n".utf8).withUnsafeBytes { dialogue.receive($0, now: 0) }
        #expect(granted.isEmpty)
        #expect(dialogue.flush(now: 0) { _ in .wouldBlock })
        let endings = dialogue.hangUp()
        guard endings.count == 2, case .outcome(let outcome, of: 1) = endings[0],
            case .comeBack(let follower) = endings[1]
        else {
            Issue.record("\(endings)")
            return
        }
        #expect(outcome.summary == expected)
        #expect(follower.delivery == 2)
    }
}
