import Foundation
import Mail
import Newsletter
import Testing
import Texts
import Themes

@testable import Composer

/// A list, a reader and the shipped templates, alike in every test.
enum Fixture {
    static let date = Timestamp(seconds: 1_580_464_800)

    static func templates() throws -> MailTemplates {
        try MailTemplates(folder: root + "/Templates/mail", phrasebook: phrasebook(), theme: theme())
    }

    static func theme() throws -> Theme {
        try Theme(file: root + "/Templates/themes/clearinghouse.yaml")
    }

    static func phrasebook() throws -> Phrasebook { try Phrasebook(folder: root + "/Templates/texts") }

    static func list(title: String = "MSME Clearinghouse Newsletter") throws -> MailingList {
        MailingList(
            id: 1, name: try ListName("msme"), title: title,
            postalAddress: "MSME Clearinghouse\n1 Example Street\nExampletown", createdAt: Timestamp(seconds: 0))
    }

    static func context(
        title: String = "MSME Clearinghouse Newsletter", slug: String = "2020-01",
        images: IssueContext.MailStyle.Images = .embedded
    ) throws -> IssueContext {
        IssueContext(
            list: try list(title: title), from: try Mailbox("MSME Clearinghouse <news@example.org>"),
            slug: try Slug(slug),
            publicURL: "https://news.example.org", archiveURL: "https://news.example.org/archive/msme/\(slug)",
            subscribeURL: "https://news.example.org/subscribe/msme", mail: IssueContext.MailStyle(images: images))
    }

    static func recipient(
        _ address: String = "ana@example.net", name: String? = "Ana Ruiz", attributes: [String: String] = [:]
    ) throws -> Recipient {
        Recipient(
            address: try EmailAddress(address), name: name, attributes: attributes,
            messageID: "msme.2020-01.17@news.example.org",
            unsubscribeURL: "https://news.example.org/unsubscribe/AwAAAAAAAAARAAAAAeHnYv0mV3mJ0sT1n5oV2mYp7q8xW4c",
            viewURL: "https://news.example.org/view/AAEGAAAAAAAAABEAAAABAAAAAAEHnYv0mV3mJ0sT1n5oV2mYp")
    }

    /// Composes Markdown under a minimal front matter.
    static func compose(_ markdown: String, head: String = "subject: A test") throws -> ComposedIssue {
        let file = try IssueFile(text: "---\n\(head)\n---\n\(markdown)", file: "test.md")
        return try ComposedIssue.compose(file, try context(), try templates())
    }

    static func html(_ markdown: String) throws -> HTMLRenderer {
        var table = TagTable()
        return HTMLRenderer(try MarkdownReader.document(of: markdown, &table))
    }

    static func text(_ markdown: String) throws -> TextRenderer {
        var table = TagTable()
        let document = try MarkdownReader.document(of: markdown, &table)
        return TextRenderer(document, table)
    }

    static func example() throws -> ComposedIssue {
        let path = root + "/Examples/2020-01-msme-newsletter.md"
        let file = try IssueFile(text: try String(contentsOfFile: path, encoding: .utf8), file: path)
        return try ComposedIssue.compose(file, try context(), try templates())
    }

    /// The issue with everything in it, with all headers that settings can add.
    static func everything() throws -> ComposedIssue {
        let path = root + "/Tests/ComposerTests/Issues/everything.md"
        let file = try IssueFile(text: try String(contentsOfFile: path, encoding: .utf8), file: path)
        let plain = try context(title: "Boletín MIPYME", slug: "everything")
        let context = IssueContext(
            list: plain.list, from: plain.from, slug: plain.slug, publicURL: plain.publicURL,
            archiveURL: plain.archiveURL, subscribeURL: plain.subscribeURL,
            mail: IssueContext.MailStyle(
                images: .embedded, owner: try EmailAddress("office@example.org"), feedbackSender: "example.org"))
        return try ComposedIssue.compose(file, context, try templates())
    }

    /// The checkout.
    static var root: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .path
    }
}

/// Files in `Goldens/`, byte by byte. `MAILER_REWRITE_GOLDENS=1 swift test` writes them anew: read the diff before you
/// commit it.
enum Golden {
    static var isRewriting: Bool { ProcessInfo.processInfo.environment["MAILER_REWRITE_GOLDENS"] == "1" }

    static func expect(_ bytes: [UInt8], _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let path = Fixture.root + "/Tests/ComposerTests/Goldens/" + name
        if isRewriting {
            try Data(bytes).write(to: URL(filePath: path))
            return
        }
        let golden = FileManager.default.contents(atPath: path).map { [UInt8]($0) }
        if golden == bytes { return }
        let expected = String(decoding: golden ?? [], as: UTF8.self).split(
            separator: "\r\n", omittingEmptySubsequences: false)
        let actual = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        let line = zip(expected, actual).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        Issue.record(
            "\(name) differs, first in line \(line.map { "\($0 + 1): \(actual[$0])" } ?? "count")",
            sourceLocation: sourceLocation)
    }

    static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try expect(Array(text.utf8), name, sourceLocation: sourceLocation)
    }
}
