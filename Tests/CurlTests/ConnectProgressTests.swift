import Testing

@testable import Curl

@Suite struct ConnectProgressTests {
    private func talk(_ lines: String...) -> ConnectProgress {
        var progress = ConnectProgress()
        progress.connected()
        for line in lines {
            let bytes = Array((line.dropFirst(2) + "\r\n").utf8)
            bytes.withUnsafeBytes { line.hasPrefix("C:") ? progress.sent($0) : progress.received($0) }
        }
        return progress
    }

    @Test func theSecondEhloReplacesTheFirst() {
        let progress = talk(
            "S:220-hello", "S:220 there", "C:EHLO a", "S:250-b", "S:250-STARTTLS", "S:250 SIZE 5", "C:STARTTLS",
            "S:220 go", "C:EHLO a", "S:250-b", "S:250-SIZE 10", "S:250 PIPELINING")
        #expect(progress.keywords == ["SIZE 10", "PIPELINING"])
        #expect(progress.greeting == Array("220-hello\r\n220 there\r\n".utf8))
        #expect(progress.didEncrypt && !progress.didAuthenticate)
        #expect(progress.stage == .ehlo)
    }

    @Test func anEhloThatIsRefusedAnnouncesNothing() {
        let progress = talk("S:220 hi", "C:EHLO a", "S:502 what?", "C:HELO a", "S:250 b")
        #expect(progress.keywords.isEmpty)
        #expect(progress.replyCode == 250)
    }

    @Test func authCountsOnlyWhenGranted() {
        #expect(!talk("S:220 hi", "C:EHLO a", "S:250 AUTH PLAIN", "C:AUTH PLAIN", "S:334 ").didAuthenticate)
        let granted = talk("S:220 hi", "C:EHLO a", "S:250 b", "C:AUTH PLAIN", "S:334 ", "C:AGEAYg==", "S:235 ok")
        #expect(granted.didAuthenticate)
        #expect(granted.stage == .auth)
    }

    @Test func startTLSThatIsRefusedIsNoEncryption() {
        #expect(!talk("S:220 hi", "C:EHLO a", "S:250 STARTTLS", "C:STARTTLS", "S:454 no").didEncrypt)
    }

    @Test func aReplyWithoutEndCostsLittle() {
        var progress = ConnectProgress()
        let line = Array("250-and on and on and on\r\n".utf8)
        for _ in 0..<10_000 { line.withUnsafeBytes { progress.received($0) } }
        #expect(progress.reply.count <= 65_536)
    }

    @Test func everyWaitCounts() {
        #expect(talk("S:220 hi").steps == 1)
        #expect(talk("S:220 hi", "C:EHLO a", "S:250 b", "C:STARTTLS").steps == 3)
    }
}
