import Bounces
import Foundation
import Testing

/// Messages in Samples/NNN-name.eml with the verdict that NNN-name.expected says.
struct SampleTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Samples")

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".eml") }.map { String($0.dropLast(4)) }.sorted()
    }()

    static func message(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appendingPathComponent("\(name).eml")))
    }

    struct Expected: Decodable, Equatable {
        struct Recipient: Decodable, Equatable {
            var address: String
            var status, `class`, reason: String?
        }
        var kind: String
        var recipients: [Recipient]
    }

    @Test func allSamplesAreHere() {
        #expect(Self.names.count > 140)
    }

    /// Whatever ends the lines.
    @Test(arguments: ["001-dsn-several-recipients", "019-qmail", "141-unsub-pt"], ["\r\n", "\r"])
    func lineEnds(_ name: String, end: String) throws {
        let text = String(decoding: try Self.message(name), as: UTF8.self)
        let wanted = ReturnedMail(Array(text.utf8))
        #expect(wanted.kind != .none)
        #expect(ReturnedMail(Array(text.replacing("\n", with: end).utf8)) == wanted)
    }

    @Test(arguments: [
        "Odpowiedź automatyczna: styczeń", "Automatická odpověď: leden", "Răspuns automat: ianuarie",
        "Автоматична відповідь: січень", "Автоматичен отговор: януари", "Αυτόματη απάντηση: Ιανουάριος",
        "Automatski odgovor: siječanj", "الرد التلقائي: يناير", "תשובה אוטומטית: ינואר",
    ]) func absence(subject: String) {
        let text = "From: Ana <ana@example.com>\nSubject: \(subject)\n\nbea@example.com\n"
        #expect(ReturnedMail(Array(text.utf8)).kind == .autoreply)
    }

    @Test(arguments: ["Bitte melden Sie mich ab", "Bitte tragen Sie mich aus der Liste aus"])
    func wishToLeave(words: String) {
        let text = "From: Ana <ana@example.com>\nSubject: Re: News\n\n\(words)\n"
        #expect(ReturnedMail(Array(text.utf8)).kind == .unsubscribe)
    }

    @Test(arguments: names) func verdict(_ name: String) throws {
        let wanted = try JSONDecoder().decode(
            Expected.self, from: Data(contentsOf: Self.folder.appendingPathComponent("\(name).expected")))
        let verdict = try JSONEncoder().encode(ReturnedMail(Self.message(name)))
        #expect(try JSONDecoder().decode(Expected.self, from: verdict) == wanted)
    }
}
