import Foundation
import Newsletter
import Outbox
import Testing

@testable import SMTP

/// Servers that do what servers should not, and sometimes do.
@Suite struct OddServerTests {
    private func outcome(
        _ server: ScriptedServer, message: OutgoingMessage = sample(),
        timeouts: (inout CommandTimeouts) -> Void = { _ in }
    ) throws -> DeliveryOutcome? {
        var relay = plainRelay(port: server.port)
        timeouts(&relay.timeouts)
        return try deliver(message, to: relay)
    }

    @Test func understandsSplitAndMultiLineReplies() throws {
        let server = try ScriptedServer { peer in
            peer.greet()
            peer.hear()
            for piece in ["2", "50-first\r", "\n250", "-second\r\n25", "0 third\r\n"] {
                peer.say(piece)
                usleep(5_000)
            }
            peer.hear()
            peer.say("250 ok\r\n")
            peer.hear()
            peer.say("354 go\r\n")
            peer.hearMessage()
            peer.say("250-2.0.0 taken\r\n250 2.0.0 as 12345\r\n")
        }
        guard case .sent(let reply) = try outcome(server) else {
            Issue.record("not sent")
            return
        }
        #expect(reply.text == "taken as 12345")
        #expect(reply.enhanced?.description == "2.0.0")
    }

    @Test func survivesAReplyOf100KB() throws {
        let server = try ScriptedServer { peer in
            peer.greet()
            peer.openMessage()
            peer.hearMessage()
            peer.say(String(repeating: "554-5.7.1 no and again no\r\n", count: 4_000) + "554 5.7.1 no\r\n")
            peer.waitForEnd()
        }
        guard case .refused(let reply, at: .message) = try outcome(server) else {
            Issue.record("not refused")
            return
        }
        #expect(reply.code == 554 && reply.text.count <= 512)
    }

    @Test(arguments: [
        ("HELLO\r\n", "notSent at mail"), ("250 ok\r\n250 again\r\n", "notSent at rcpt by 250"),
        ("354 go\r\n", "notSent at mail by 354"), ("421 4.3.2 closing\r\n", "notSent at mail by 421"),
        ("503 5.5.1 bad sequence\r\n", "refused 503 at mail"), ("250-a\r\n550 b\r\n", "notSent at mail"),
    ])
    func judgesTheAnswerToMail(_ answer: String, _ expected: String) throws {
        let server = try ScriptedServer { peer in
            peer.greet()
            peer.hear()
            peer.say(answer)
            peer.waitForEnd()
        }
        #expect(try outcome(server)?.summary == expected)
    }

    @Test func toldFromTheFinalDotOn() throws {
        let beforeDot = try ScriptedServer { peer in
            peer.greet()
            peer.openMessage()
        }
        // More than all socket buffers hold, so the dot can't have gone out.
        let large = sample(body: longBody(20_000_000))
        #expect(try outcome(beforeDot, message: large)?.summary == "notSent at message")

        let afterDot = try ScriptedServer { peer in
            peer.greet()
            peer.openMessage()
            peer.hearMessage()
        }
        #expect(try outcome(afterDot)?.summary == "unknown at message")

        let nonsense = try ScriptedServer { peer in
            peer.greet()
            peer.openMessage()
            peer.hearMessage()
            peer.say("354 go on\r\n")
            peer.waitForEnd()
        }
        #expect(try outcome(nonsense)?.summary == "unknown at message")

        let closing = try ScriptedServer { peer in
            peer.greet()
            peer.openMessage()
            peer.hearMessage()
            peer.say("421 4.3.2 closing\r\n")
        }
        #expect(try outcome(closing)?.summary == "refused 421 at message")
    }

    @Test func hearsARefusalWhileItStillSends() throws {
        let server = try ScriptedServer { peer in
            peer.greet()
            peer.openMessage()
            peer.hear()
            peer.say("552 5.3.4 too much\r\n")
            usleep(300_000)
        }
        #expect(try outcome(server, message: sample(body: longBody(20_000_000)))?.summary == "refused 552 at message")
    }

    @Test(arguments: ["greeting", "ehlo", "mail", "rcpt", "data", "message"])
    func losesPatience(_ stage: String) throws {
        let server = try ScriptedServer { peer in
            if stage == "greeting" { return peer.waitForEnd() }
            peer.say("220 hi\r\n")
            peer.hear()
            if stage == "ehlo" { return peer.waitForEnd() }
            peer.say("250 test.example\r\n")
            for (command, reply) in [("mail", "250 ok\r\n"), ("rcpt", "250 ok\r\n"), ("data", "354 go\r\n")] {
                peer.hear()
                if stage == command { return peer.waitForEnd() }
                peer.say(reply)
            }
            peer.waitForEnd()
        }
        let short = Duration.milliseconds(150)
        let clock = ContinuousClock()
        let start = clock.now
        let outcome = try outcome(server) { timeouts in
            switch stage {
            case "greeting": timeouts.greeting = short
            case "ehlo": timeouts.command = short
            case "mail": timeouts.mail = short
            case "rcpt": timeouts.rcpt = short
            case "data": timeouts.data = short
            default: timeouts.finalDot = short
            }
        }
        #expect(outcome?.summary == (stage == "message" ? "unknown at message" : "notSent at \(stage)"))
        #expect(clock.now - start < .seconds(5))
    }

    @Test func losesPatienceWithARelayThatReadsNoMore() throws {
        let server = try ScriptedServer { peer in
            peer.greet()
            peer.openMessage()
            sleep(2)
        }
        let outcome = try outcome(server, message: sample(body: longBody(20_000_000))) {
            $0.block = .milliseconds(150)
        }
        #expect(outcome?.summary == "notSent at message")
    }

    @Test func aGreetingMayComeLaterThanTheConnectTimeout() throws {
        let server = try ScriptedServer { peer in
            usleep(700_000)
            peer.greet()
            peer.takeMessages()
        }
        #expect(try outcome(server) { $0.connect = .milliseconds(300) }?.summary == "sent 250")
    }

    @Test func carriesOnAfterARefusal() throws {
        let server = try ScriptedServer { peer in
            peer.greet()
            while let line = peer.hear() {
                switch line.prefix(4) {
                case "RCPT": peer.say(line.contains("<gone@") ? "550 5.1.1 gone\r\n" : "250 ok\r\n")
                case "DATA":
                    peer.say("354 go\r\n")
                    let isSpam = peer.hearMessage().contains("spam")
                    peer.say(isSpam ? "554 5.7.1 spam\r\n" : "250 taken\r\n")
                case "QUIT": return peer.say("221 bye\r\n")
                default: peer.say("250 ok\r\n")
                }
            }
        }
        let transport = try SMTPTransport(plainRelay(port: server.port))
        let outcomes = deliver(
            [
                sample(1), sample(2, recipient: "gone@example.net"), sample(3), sample(4, body: "spam\r\n"), sample(5),
            ], over: transport)
        transport.close()
        #expect(
            (1...5).map { outcomes[$0]?.summary } == [
                "sent 250", "refused 550 at rcpt", "sent 250", "refused 554 at message", "sent 250",
            ])
        #expect(server.connections == 1)
        #expect(server.commands.filter { $0 == "RSET" }.count == 1)
        #expect(server.commands.last == "QUIT")
    }

    /// Ten readers, each second one refused: only a 421 costs a connection.
    @Test(arguments: [
        ("MAIL", "550 5.7.1 no\r\n", 1), ("RCPT", "450 4.2.0 later\r\n", 1), ("RCPT", "550 5.1.1 gone\r\n", 1),
        ("DATA", "451 4.3.0 later\r\n", 1), ("DATA", "554 5.7.1 no\r\n", 1), (".", "452 4.3.1 full\r\n", 1),
        (".", "554 5.6.0 no\r\n", 1), ("RCPT", "421 4.7.0 too many\r\n", 5), (".", "421 4.7.0 too many\r\n", 5),
    ])
    func aRefusalCostsNoReconnect(_ command: String, _ refusal: String, _ connections: Int) throws {
        for keywords in [[], ["PIPELINING"]] {
            let server = try ScriptedServer { $0.refuse(everySecond: command, refusal, keywords) }
            let transport = try SMTPTransport(plainRelay(port: server.port))
            let outcomes = deliver((1...10).map { sample($0) }, over: transport)
            transport.close()
            #expect(outcomes.values.filter(\.isSent).count == 5, "\(keywords)")
            #expect(outcomes.count == 10)
            #expect(server.connections == connections, "\(keywords)")
        }
    }

    @Test func aUsedConnectionThatWasClosedHarmsNoMessage() throws {
        let server = try ScriptedServer(
            { peer in
                peer.greet()
                peer.openMessage()
                peer.hearMessage()
                peer.say("250 taken\r\n")
                // The next MAIL finds a farewell.
                peer.hear()
                peer.say("421 4.4.2 idle too long\r\n")
            },
            { peer in
                peer.greet()
                peer.takeMessages()
            })
        let transport = try SMTPTransport(plainRelay(port: server.port))
        defer { transport.close() }
        let outcomes = deliver([sample(1), sample(2)], over: transport)
        #expect(outcomes.values.filter(\.isSent).count == 2)
        #expect(server.connections == 2)
    }

    @Test func anIdleConnectionMayEnd() throws {
        let server = try ScriptedServer(
            { peer in
                peer.greet()
                peer.openMessage()
                peer.hearMessage()
                peer.say("250 taken\r\n")
                usleep(50_000)
                peer.say("421 4.4.2 idle too long\r\n")
            },
            { peer in
                peer.greet()
                peer.takeMessages()
            })
        let transport = try SMTPTransport(plainRelay(port: server.port))
        defer { transport.close() }
        #expect(deliver([sample(1)], over: transport)[1]?.isSent == true)
        #expect(transport.gather(milliseconds: 200).isEmpty)
        #expect(deliver([sample(2)], over: transport)[2]?.isSent == true)
        #expect(server.connections == 2)
    }

    @Test func takesLeaveWhenIdleAndAfterItsShare() throws {
        let server = try ScriptedServer { peer in
            peer.greet()
            peer.takeMessages()
        }
        var relay = plainRelay(port: server.port)
        relay.messagesPerConnection = 2
        relay.timeouts.idle = .milliseconds(100)
        let transport = try SMTPTransport(relay)
        defer { transport.close() }
        #expect(deliver((1...5).map { sample($0) }, over: transport).values.filter(\.isSent).count == 5)
        #expect(server.connections == 3)
        #expect(server.commands.filter { $0 == "QUIT" }.count == 2)
        _ = transport.gather(milliseconds: 300)
        #expect(server.commands.filter { $0 == "QUIT" }.count == 3)
    }

    @Test func livesWithTheConnectionsThatARelayAllows() throws {
        let serve: ScriptedServer.Script = { peer in
            peer.greet()
            peer.takeMessages()
        }
        let server = try ScriptedServer(serve, serve, { $0.say("421 4.7.0 too many connections\r\n") })
        let transport = try SMTPTransport(plainRelay(port: server.port, connections: 8))
        defer { transport.close() }
        let outcomes = deliver((1...200).map { sample($0) }, over: transport)
        #expect(outcomes.values.filter(\.isSent).count == 200)
        #expect(transport.room <= 3)
    }

    /// The sender's one rule: nothing new goes out on a connection whose last outcome is not committed.
    @Test func beginsNothingBeforeTheOutcomeIsCommitted() throws {
        let server = try ScriptedServer(
            { peer in
                peer.greet()
                peer.takeMessages()
            }, { $0.say("421 4.7.0 too many connections\r\n") })
        let transport = try SMTPTransport(plainRelay(port: server.port, connections: 2))
        defer { transport.close() }
        #expect(deliver([sample(1)], over: transport)[1]?.isSent == true)
        transport.proceed(with: [sample(2), sample(3)])
        var finished: [FinishedDelivery] = []
        while finished.isEmpty { finished = transport.gather(milliseconds: 1_000) }
        #expect(finished.map(\.delivery) == [2])
        #expect(transport.gather(milliseconds: 100).isEmpty)
        #expect(transport.inFlight == 1)
        #expect(server.commands.filter { $0.hasPrefix("MAIL") }.count == 2)
        transport.proceed(with: [])
        #expect(transport.gather(milliseconds: 1_000).first?.delivery == 3)
    }

    @Test func aRelayThatTalksWithoutEndIsCut() throws {
        let server = try ScriptedServer { peer in
            peer.greet()
            peer.hear()
            let lines = String(repeating: "250-and so on\r\n", count: 1_000)
            for _ in 0..<2_000 { peer.say(lines) }
            peer.waitForEnd()
        }
        #expect(try outcome(server) { $0.mail = .milliseconds(500) }?.summary == "notSent at mail")
    }

    @Test func aDeadRelayCostsOneMessage() throws {
        let port = try ServerProcess.freePort()
        let transport = try SMTPTransport(plainRelay(port: port, connections: 16))
        defer { transport.close() }
        #expect(transport.room == 1)
        guard case .notSent(let failure)? = deliver([sample()], over: transport)[1] else {
            Issue.record("no failure")
            return
        }
        #expect(failure.stage == .connect)
        #expect(failure.reason == "could not connect to 127.0.0.1 port \(port): Connection refused")
        #expect(transport.room == 1 && transport.inFlight == 0)
    }

    @Test func aBellEndsTheWait() throws {
        let transport = try SMTPTransport(plainRelay(port: 9))
        defer { transport.close() }
        let descriptor = transport.wakeDescriptor
        Thread.detachNewThread {
            usleep(50_000)
            var one: UInt64 = 1
            write(descriptor, &one, 8)
        }
        let clock = ContinuousClock()
        let time = clock.measure { _ = transport.gather(milliseconds: 5_000) }
        #expect(time < .seconds(2))
    }

    @Test func closesInTimeWhateverTheRelayDoes() throws {
        let server = try ScriptedServer { peer in
            peer.greet()
            peer.openMessage()
            peer.hearMessage()
            peer.say("250 taken\r\n")
            peer.waitForEnd()
        }
        let transport = try SMTPTransport(plainRelay(port: server.port))
        #expect(deliver([sample()], over: transport)[1]?.isSent == true)
        transport.proceed(with: [])
        let time = ContinuousClock().measure { transport.close() }
        #expect(time < .seconds(3))
        #expect(server.commands.last == "QUIT")
    }
}
