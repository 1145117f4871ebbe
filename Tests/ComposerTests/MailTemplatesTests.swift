import Composer
import Foundation
import Testing

@Suite struct MailTemplatesTests {
    /// A copy of the shipped templates that a test may break.
    private func copied(_ change: (URL) throws -> Void) throws -> TemplateError? {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mail-templates-\(UUID().uuidString)")
        try FileManager.default.copyItem(
            at: URL(filePath: Fixture.root + "/Templates/mail").resolvingSymlinksInPath(), to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        try change(folder)
        return #expect(throws: TemplateError.self) {
            try MailTemplates(folder: folder.path, phrasebook: Fixture.phrasebook())
        }
    }

    @Test func namesTheMissing() throws {
        let error = try copied { try FileManager.default.removeItem(at: $0.appending(path: "links.text.mustache")) }
        #expect(error?.description.contains("links.text.mustache: the template is missing") == true)
    }

    @Test func namesTheBroken() throws {
        let error = try copied { try Data("a\n{{#open}}\n".utf8).write(to: $0.appending(path: "issue.html.mustache")) }
        #expect(error?.description.contains("issue.html.mustache:2:") == true)
    }
}
