import Foundation
import Testing

@testable import Settings

/// One small file for each mistake in `Bad/`, and beside it the line that mends it (FOLDER stands for that folder).
@Suite struct BadSettingsTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Bad").path

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    @Test func `there are bad settings to try`() {
        #expect(Self.names.count > 30)
    }

    @Test(arguments: names)
    func `a mistake gets one line with its place and its mend`(name: String) throws {
        let expected = try String(contentsOfFile: "\(Self.folder)/\(name).expected", encoding: .utf8)
        let error = #expect(throws: SettingsError.self) {
            try MailerSettings.load(
                file: "\(name).yaml", environment: ["SET": "secret"], workingFolder: Self.folder)
        }
        let shown = try #require(error).description.replacing(Self.folder, with: "FOLDER")
        #expect(shown + "\n" == expected)
        #expect(!shown.contains("hunter2"), "a secret is shown")
    }
}
