import Bounces
import Foundation
import Testing

/// Any bytes give a verdict, soon.
struct HostileMailTests {
    private static func seconds(_ work: () -> Void) -> Double {
        let duration = ContinuousClock().measure(work)
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private static let bombs: [(name: String, text: String)] = [
        (
            "nested multiparts",
            (0..<20_000).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined()
        ),
        ("nested messages", String(repeating: "Content-Type: message/rfc822\n\n", count: 50_000)),
        (
            "many parts",
            "Content-Type: multipart/mixed; boundary=b\n\n"
                + String(repeating: "--b\n\nx@example.com\n", count: 100_000)
        ),
        ("a megabyte in one field", "Subject: " + String(repeating: "=?utf-8?q?=41?= ", count: 70_000) + "\n\nHello"),
        ("a hundred thousand fields", String(repeating: "Received: from x by y\n", count: 100_000) + "\nHello"),
        (
            "a line of addresses",
            "From: mailer-daemon@example.net\n\nThe following addresses failed: "
                + String(repeating: "a@example.com ", count: 100_000)
        ),
        (
            "a list of addresses",
            "From: mailer-daemon@example.net\n\nThe following addresses failed:\n"
                + (0..<100_000).map { "a\($0)@example.com\n" }.joined()
        ),
        ("only at signs", "From: mailer-daemon@example.net\n\nfailed: " + String(repeating: "@", count: 1_000_000)),
        ("quotes", "From: mailer-daemon@example.net\n\nfailed: " + String(repeating: "\"@a.b ", count: 200_000)),
        (
            "open tags",
            "Content-Type: text/html\nFrom: postmaster@example.net\n\n" + String(repeating: "<a ", count: 400_000)
        ),
        (
            "open comments",
            "Content-Type: text/html\nFrom: postmaster@example.net\n\n" + String(repeating: "<!--", count: 300_000)
        ),
        ("one long word", "From: postmaster@example.net\n\n" + String(repeating: "a", count: 4_000_000)),
        (
            "a report of many",
            "Content-Type: message/delivery-status\n\n"
                + (0..<50_000).map { "Final-Recipient: rfc822; a\($0)@example.com\nAction: failed\n\n" }.joined()
        ),
        (
            "combining marks",
            "From: postmaster@example.net\n\na" + String(repeating: "\u{301}", count: 500_000) + "@example.com failed"
        ),
        ("a folded field", "Subject: x" + String(repeating: "\n y", count: 300_000) + "\n\nHello"),
        ("NULs", String(repeating: "\0", count: 1_000_000)),
    ]

    @Test(arguments: bombs.indices) func bombsAreBounded(_ index: Int) {
        let bomb = Self.bombs[index]
        var verdict: ReturnedMail?
        let seconds = Self.seconds { verdict = ReturnedMail(Array(bomb.text.utf8)) }
        // Unoptimized, on a loaded machine; what grows with the square of its input takes minutes.
        #expect(seconds < 10, "\(bomb.name)")
        #expect((verdict?.recipients.count ?? .max) <= 1_000, "\(bomb.name)")
    }

    /// What the fuzzer (scripts/fuzz bounces) found, and what it begins with.
    @Test func fuzzedInputsGiveVerdicts() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../Fuzz/bounces/corpus")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: file))
            #expect(Self.seconds { _ = ReturnedMail(bytes) } < 10, "\(file.lastPathComponent)")
        }
    }

    /// Samples cut, doubled, spliced and with bytes changed, by a fixed sequence.
    @Test func mutatedSamplesGiveVerdicts() throws {
        let samples = try SampleTests.names.map(SampleTests.message)
        var random = Sequence(state: 20_200_103)
        var kinds: Set<ReturnedMail.Kind> = []
        for _ in 0..<3_000 {
            var bytes = samples[random.next(below: samples.count)]
            for _ in 0...random.next(below: 4) { Self.mutate(&bytes, with: samples, &random) }
            kinds.insert(ReturnedMail(bytes).kind)
        }
        #expect(kinds.count > 3)
    }

    private static func mutate(_ bytes: inout [UInt8], with samples: [[UInt8]], _ random: inout Sequence) {
        guard !bytes.isEmpty else { return }
        let from = random.next(below: bytes.count)
        let range = from..<min(bytes.count, from + random.next(below: 200))
        switch random.next(below: 6) {
        case 0: bytes.removeSubrange(range)
        case 1: bytes.insert(contentsOf: bytes[range], at: from)
        case 2: bytes.removeSubrange(from...)
        case 3: bytes[from] = UInt8(random.next(below: 256))
        case 4:
            let other = samples[random.next(below: samples.count)]
            bytes.insert(contentsOf: other[random.next(below: other.count)...].prefix(300), at: from)
        default: for index in range { bytes[index] = UInt8(random.next(below: 256)) }
        }
    }

    /// Knuth's linear congruential numbers: the same in each run.
    private struct Sequence {
        var state: UInt64

        mutating func next(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }
}
