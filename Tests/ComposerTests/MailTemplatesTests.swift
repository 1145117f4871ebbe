import Foundation
import Testing

@testable import Composer

@Suite struct MailTemplatesTests {
    /// A copy of the shipped templates that a test may break.
    private func copied(_ change: (URL) throws -> Void) throws -> TemplateError? {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mail-templates-\(UUID().uuidString)")
        try FileManager.default.copyItem(
            at: URL(filePath: Fixture.root + "/Templates/mail").resolvingSymlinksInPath(), to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        try change(folder)
        return #expect(throws: TemplateError.self) {
            try MailTemplates(folder: folder.path, phrasebook: Fixture.phrasebook(), theme: Fixture.theme())
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

    @Test(arguments: [
        ("p {\n  color: var(--nothing);\n}", "style.css:2:1: there is no variable \"--nothing\""),
        ("p { color }", "style.css:1:5: "), ("@import url(https://a.example/x.css);", "style.css:1:1: @import makes"),
        ("@media print { p { content: \"</style>\" } }", "would end the style element"),
    ])
    func namesTheLineOfTheStyleSheet(css: String, message: String) throws {
        let error = try copied { try Data(css.utf8).write(to: $0.appending(path: "style.css")) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test func headsAreShortEnoughForGmail() throws {
        // Gmail drops a style element of more than 16 KB, and did so above 8 KB.
        let look = try MailLook(theme: Fixture.theme(), stylesheet: Fixture.root + "/Templates/mail/style.css")
        guard case .list(let styles)? = look.data(logoSource: "")["styles"] else { return }
        for case .text(let style) in styles { #expect(style.utf8.count < 8_192) }
        #expect(styles.count == 2)
    }
}
