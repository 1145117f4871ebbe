import Foundation
import Newsletter
import Outbox
import Testing

@testable import MailFolder

@Suite final class FolderTransportTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("folder-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func message(_ delivery: Int64, body: String = "Hello\r\n") -> OutgoingMessage {
        OutgoingMessage(
            delivery: delivery, sender: "bounces@lists.example", recipient: "reader@example.net",
            needsSMTPUTF8: false, bytes: Array("Subject: test\r\n\r\n\(body)".utf8))
    }

    private func texts(_ outcomes: [FinishedDelivery]) -> [String] {
        outcomes.map {
            if case .sent(let reply) = $0.outcome { "\($0.delivery) \(reply.text)" } else { "\($0.outcome)" }
        }
    }

    private func content(_ name: String) throws -> String {
        try String(decoding: Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")), as: UTF8.self)
    }

    @Test func aFileHoldsTheEnvelopeAndTheBytes() throws {
        let transport = try FolderTransport(folder: folder)
        transport.proceed(with: [message(7, body: ".\r\n..a\r\n")])
        #expect(transport.inFlight == 1)
        #expect(texts(transport.gather(milliseconds: 0)) == ["7 written as 7.eml"])
        #expect(transport.inFlight == 0)
        #expect(
            try content("7.eml")
                == "Return-Path: <bounces@lists.example>\r\nDelivered-To: reader@example.net\r\n"
                + "Subject: test\r\n\r\n.\r\n..a\r\n")
        let mode = try FileManager.default.attributesOfItem(atPath: folder + "/7.eml")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func aRepeatTakesNobodysPlace() throws {
        let transport = try FolderTransport(folder: folder)
        for body in ["one\r\n", "two\r\n", "three\r\n"] {
            transport.proceed(with: [message(7, body: body)])
            _ = transport.gather(milliseconds: 0)
        }
        #expect(try content("7.eml").hasSuffix("one\r\n"))
        #expect(try content("7-2.eml").hasSuffix("two\r\n"))
        #expect(try content("7-3.eml").hasSuffix("three\r\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 3)
    }

    @Test func opensUpOnceTheFolderWorks() throws {
        let transport = try FolderTransport(folder: folder)
        #expect(transport.room == 1)
        transport.proceed(with: [message(1)])
        _ = transport.gather(milliseconds: 0)
        #expect(transport.room > 1)
    }

    @Test func aFolderThatIsGoneIsARelayThatIsDown() throws {
        let transport = try FolderTransport(folder: folder + "/nowhere")
        transport.proceed(with: [message(1)])
        let finished = transport.gather(milliseconds: 0)
        guard case .notSent(let failure)? = finished.first?.outcome else {
            Issue.record("\(finished)")
            return
        }
        #expect(failure.reason == "cannot write into \(folder)/nowhere: No such file or directory")
        #expect(Verdict(failure) == .relay)
        #expect(transport.room == 1)
    }

    @Test func aFullDiskLeavesNoHalfMail() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        // The draft's name leads to a device that is always full.
        let draft = "\(folder)/.1.\(ProcessInfo.processInfo.processIdentifier).part"
        try FileManager.default.createSymbolicLink(atPath: draft, withDestinationPath: "/dev/full")
        let transport = try FolderTransport(folder: folder)
        transport.proceed(with: [message(1)])
        guard case .notSent(let failure)? = transport.gather(milliseconds: 0).first?.outcome else {
            Issue.record("written")
            return
        }
        #expect(failure.reason == "cannot write into \(folder): No space left on device")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }

    @Test func aBellEndsTheWait() throws {
        let transport = try FolderTransport(folder: folder)
        let descriptor = transport.wakeDescriptor
        Thread.detachNewThread {
            usleep(50_000)
            var one: UInt64 = 1
            write(descriptor, &one, 8)
        }
        let time = ContinuousClock().measure { _ = transport.gather(milliseconds: 5_000) }
        #expect(time < .seconds(2))
    }
}
