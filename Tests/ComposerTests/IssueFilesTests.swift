import Foundation
import Mail
import Testing

@testable import Composer

/// Images and attachments come from the issue's folder, and from nowhere else.
@Suite final class IssueFilesTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "issue-\(UUID().uuidString)").path
    private let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]

    init() throws {
        try FileManager.default.createDirectory(atPath: folder + "/issues/pictures", withIntermediateDirectories: true)
        try write(png, "issues/pictures/a b.png")
        try write(png, "issues/copy.png")
        try write(png, "secret.png")
        try write(Array("<svg onload=alert(1)>".utf8), "issues/picture.svg")
        try write(Array("GIF87".utf8), "issues/half.gif")
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/issues/link.png", withDestinationPath: folder + "/secret.png")
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/issues/within.png", withDestinationPath: "pictures/a b.png")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ bytes: [UInt8], _ path: String) throws {
        try Data(bytes).write(to: URL(filePath: folder + "/" + path))
    }

    private func compose(
        _ markdown: String, head: String = "subject: x", images: IssueContext.MailStyle.Images = .embedded
    ) throws -> ComposedIssue {
        let file = try IssueFile(text: "---\n\(head)\n---\n\(markdown)", file: folder + "/issues/x.md")
        return try ComposedIssue.compose(file, try Fixture.context(images: images), try Fixture.templates())
    }

    @Test(arguments: [
        ("![x](missing.png)", "the image \"missing.png\" cannot be read"),
        ("![x](../secret.png)", "the image \"../secret.png\" lies outside the issue's folder"),
        ("![x](pictures/../../secret.png)", "lies outside the issue's folder"),
        ("![x](%2e%2e/secret.png)", "lies outside the issue's folder"),
        ("![x](link.png)", "lies outside the issue's folder"),
        ("![x](/etc/passwd)", "must be relative"), ("![x](pictures)", "is no file"),
        ("![x](picture.svg)", "\"picture.svg\" is no PNG, JPEG, GIF or WebP image"),
        ("![x](half.gif)", "is no PNG"), ("![x](x.md)", "cannot be read"),
    ])
    func refusesOtherFiles(markdown: String, message: String) {
        let error = #expect(throws: ComposeError.self) { try compose("\n" + markdown) }
        #expect(error?.description.contains("/issues/x.md:5: ") == true, "\(error?.description ?? "no error")")
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "no error")")
    }

    @Test func namesTheAttachmentsLine() {
        let error = #expect(throws: ComposeError.self) {
            try compose("x", head: "subject: x\nattachments:\n  - pictures/a b.png\n  - ../secret.png")
        }
        #expect(error?.description.contains("/issues/x.md:5: the attachment \"../secret.png\" lies outside") == true)
    }

    @Test func refusesTooMuch() throws {
        try write([UInt8](repeating: 0, count: 6_000_000), "issues/large.bin")
        try write([UInt8](repeating: 0, count: 20_000_001), "issues/huge.bin")
        let tooMuch = #expect(throws: ComposeError.self) {
            try compose("x", head: "subject: x\nattachments: [large.bin, large.bin]")
        }
        #expect(tooMuch?.description.contains("x.md:3: the attachment \"large.bin\" brings") == true)
        #expect(throws: ComposeError.self) { try compose("x", head: "subject: x\nattachments: [huge.bin]") }
    }

    @Test func weighsEachImageOnce() throws {
        for name in ["one", "two"] {
            try write(png + [UInt8](repeating: 0, count: 600), "issues/\(name).png")
        }
        let file = { (markdown: String) throws in
            try IssueFile(text: "---\nsubject: x\n---\n\(markdown)", file: self.folder + "/issues/x.md")
        }
        let alike = try file("![](one.png) ![](./one.png) ![](two.png)")
        #expect(Set(try IssueFiles(alike, limit: 1_000).images.map(\.name)).count == 1)
        try write(png + [UInt8](repeating: 1, count: 600), "issues/two.png")
        let different = try file("![](one.png)\n![](two.png)")
        let tooMuch = #expect(throws: IssueFileError.self) { try IssueFiles(different, limit: 1_000) }
        #expect(tooMuch?.description.contains("x.md:5: the image \"two.png\" brings") == true)
    }

    @Test func embedsEachImageOnce() throws {
        let issue = try compose(
            "![x](<pictures/a b.png>) ![y](pictures/a%20b.png) ![z](within.png) "
                + "![](./pictures/a%20b.png) ![](copy.png)")
        let message = String(decoding: issue.message(to: try Fixture.recipient(), date: Fixture.date), as: UTF8.self)
        try expectSound(Array(message.utf8))
        #expect(message.matches(of: #/Content-ID: <(.*)>\r\n/#).count == 1)  // they all have the same bytes
        let name = try #require(issue.media.first?.name)
        #expect(name.hasSuffix(".png") && issue.media.map(\.type) == ["image/png"])
        #expect(message.replacing("=\r\n", with: "").contains("src=3D\"cid:\(name)@"))
        #expect(issue.webPage.contains("src=\"https://news.example.org/media/\(name)\""))
        let page = issue.page(for: try Fixture.recipient(), images: .inline)
        #expect(page.matches(of: #/src="data:image/png;base64,iVBO/#).count == 5)
        // What is stored is the same as what was composed, and has the bytes once.
        let stored = try JSONEncoder().encode(issue)
        #expect(try JSONDecoder().decode(ComposedIssue.self, from: stored).digest == issue.digest)
        #expect(String(decoding: stored, as: UTF8.self).matches(of: #/iVBORw0KGgoBAgM/#).count == 1)
    }

    @Test func leavesHostedImagesToThePages() throws {
        let issue = try compose("![x](within.png)", images: .hosted)
        let message = String(decoding: issue.message(to: try Fixture.recipient(), date: Fixture.date), as: UTF8.self)
        let name = try #require(issue.media.first?.name)
        #expect(!message.contains("Content-ID") && !message.contains("multipart/related"))
        #expect(message.replacing("=\r\n", with: "").contains("src=3D\"https://news.example.org/media/\(name)\""))
        // What is stored is the same as what was composed.
        let stored = try JSONDecoder().decode(ComposedIssue.self, from: try JSONEncoder().encode(issue))
        #expect(stored.digest == issue.digest)
        #expect(stored.page(for: try Fixture.recipient(), images: .hosted).contains("/media/\(name)"))
    }

    @Test func theContentNamesTheImage() throws {
        let image = try #require(MediaFile(png))
        #expect(MediaFile(png)?.name == image.name)
        #expect(MediaFile(png + [4])?.name != image.name)
        #expect(MediaFile(Array("RIFF....WEBPVP8 ".utf8))?.type == "image/webp")
        #expect(MediaFile([0xFF, 0xD8, 0xFF, 0xE0])?.name.hasSuffix(".jpg") == true)
        #expect(MediaFile([]) == nil)
    }

    @Test(arguments: [
        ("a.pdf", "application/pdf"), ("A.PDF", "application/pdf"), ("a.csv", "text/csv; charset=utf-8"),
        ("a.tar.gz", "application/octet-stream"), ("pdf", "application/octet-stream"),
    ])
    func knowsTypes(name: String, type: String) {
        #expect(AttachmentType.of(name, Array("año".utf8)) == type)
        #expect(AttachmentType.of("a.txt", [0xF1]) == "application/octet-stream")
    }
}
