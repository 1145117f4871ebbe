import Foundation
import Outbox
import Testing

@testable import SMTP

private let smtpSink = "/usr/sbin/smtp-sink"

/// Against Postfix's smtp-sink.
@Suite(.serialized, .enabled(if: FileManager.default.isExecutableFile(atPath: smtpSink)))
struct SinkTests {
    private func sink(_ options: [String] = []) throws -> ServerProcess {
        // As root it insists on being told who to be.
        let user = geteuid() == 0 ? ["-u", "root"] : []
        return try ServerProcess(smtpSink) { port in user + options + ["127.0.0.1:\(port)", "128"] }
    }

    /// With PIPELINING and, by -p, without.
    @Test(arguments: [([], 32), (["-p"], 16)] as [([String], Int)])
    func sendsManyOverManyConnections(_ options: [String], _ room: Int) throws {
        let sink = try sink(["-m", "64"] + options)
        let transport = try SMTPTransport(plainRelay(port: sink.port, connections: 16))
        let body = longBody(4_000)
        let messages = (1...32_000).map { sample($0, body: body) }
        #expect(transport.room == 1)
        let clock = ContinuousClock()
        var outcomes: [Int64: String] = [:]
        let time = clock.measure {
            outcomes = deliver(messages, over: transport, patience: .seconds(120)).mapValues(\.summary)
        }
        print("16 connections to smtp-sink \(options): \(Int(32_000 / (time / .seconds(1)))) messages a second")
        #expect(outcomes.count == 32_000)
        #expect(Set(outcomes.values) == ["sent 250"])
        #expect(transport.inFlight == 0)
        #expect(transport.room == room)
        transport.close()
    }

    /// A refusal costs neither its neighbours nor the connection.
    @Test(arguments: [
        (["-r", "MAIL"], "refused 450 at mail"), (["-f", "MAIL"], "refused 500 at mail"),
        (["-r", "RCPT"], "refused 450 at rcpt"), (["-f", "RCPT"], "refused 500 at rcpt"),
        (["-r", "DATA"], "refused 450 at data"), (["-f", "DATA"], "refused 500 at data"),
        (["-r", "."], "refused 450 at message"), (["-f", "."], "refused 500 at message"),
        (["-B", "550 5.7.1 Not you", "-f", "RCPT"], "refused 550 at rcpt"),
        (["-A", "0"], "refused 550 at message"),
        (["-q", "MAIL"], "notSent at mail"), (["-q", "RCPT"], "notSent at rcpt"), (["-q", "DATA"], "notSent at data"),
        (["-q", "."], "unknown at message"),
        (["-Q", "MAIL"], "notSent at mail by 421"), (["-Q", "RCPT"], "refused 421 at rcpt"),
        (["-Q", "DATA"], "refused 421 at data"), (["-Q", "."], "refused 421 at message"),
        (["-q", "CONNECT"], "notSent at greeting"), (["-f", "CONNECT"], "notSent at greeting by 500"),
        (["-q", "EHLO"], "notSent at ehlo"), (["-8"], "sent 250"), (["-e"], "sent 250"), (["-E"], "sent 250"),
    ])
    func tellsOutcomesApart(_ options: [String], _ expected: String) throws {
        for pipelining in [[], ["-p"]] {
            let sink = try sink(options + pipelining)
            let transport = try SMTPTransport(plainRelay(port: sink.port, connections: 2))
            defer { transport.close() }
            let outcomes = deliver((1...6).map { sample($0) }, over: transport)
            #expect(outcomes.count == 6)
            for outcome in outcomes.values { #expect(outcome.summary == expected, "\(pipelining) \(outcome)") }
        }
    }

    @Test func keepsWhatTheSinkReceived() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sink-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sink = try sink(["-d", folder.path + "/%s."])
        let body = ".\r\n..\r\n.hidden\r\n" + longBody(2_000_000) + ".\r\n"
        #expect(try deliver(sample(body: body), to: plainRelay(port: sink.port))?.summary == "sent 250")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let received = try #require(
            files.first.map { try String(contentsOfFile: "\(folder.path)/\($0)", encoding: .utf8) })
        // The sink undoes the stuffing and keeps lines with LF.
        let isWhole = received.contains("\n\n" + body.replacingOccurrences(of: "\r\n", with: "\n"))
        #expect(isWhole)
    }
}
