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

    @Test(arguments: names) func verdict(_ name: String) throws {
        let wanted = try JSONDecoder().decode(
            Expected.self, from: Data(contentsOf: Self.folder.appendingPathComponent("\(name).expected")))
        let verdict = try JSONEncoder().encode(ReturnedMail(Self.message(name)))
        #expect(try JSONDecoder().decode(Expected.self, from: verdict) == wanted)
    }
}
