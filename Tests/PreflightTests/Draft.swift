import Composer
import Foundation
import Mail
import Newsletter
import Preflight
import Texts
import Themes

/// An issue in a folder of its own, checked on the day of its date.
struct Draft {
    var subject = "A network for small firms"
    var preheader: String? = "Eleven countries now share what they have learned."
    var date = "2020-01-31"
    var head = ""
    var body =
        "# News\n\nThe centers of the region now work as one, and their advice is free for every small firm that asks them for it.\n"
    /// The other languages.
    var versions: [String: String] = [:]
    var files: [String: [UInt8]] = [:]
    /// Changes to the shipped templates, by file.
    var templates: [String: (String) -> String] = [:]

    static let now = Timestamp(seconds: 1_580_428_800)

    func findings() throws -> [IssueFinding] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("draft-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in files { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
        let lines = ["subject: \"\(subject)\""] + (preheader.map { ["preheader: \"\($0)\""] } ?? [])
        let text = "---\n\((lines + ["date: \(date)"]).joined(separator: "\n"))\n\(head)---\n\(body)"
        for (name, text) in versions.merging(["issue.md": text], uniquingKeysWith: { own, _ in own }) {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        return try Self.findings(file: folder.appendingPathComponent("issue.md").path, templates: templates(in: folder))
    }

    static func findings(file: String, templates folder: String, now: Timestamp = now) throws -> [IssueFinding] {
        let files = try IssueVersions(file: file)
        let templates = try MailTemplates(
            folder: folder, phrasebook: Phrasebook(folder: root + "/Templates/texts"),
            theme: Theme(file: root + "/Templates/themes/clearinghouse.yaml"))
        let list = MailingList(
            id: 1, name: try ListName("msme"), title: "MSME Newsletter", postalAddress: "1 Example Street\nExampletown",
            createdAt: Timestamp(seconds: 0))
        let context = IssueContext(
            list: list, from: try Mailbox("MSME <news@example.org>"), slug: try Slug("issue"),
            publicURL: "https://news.example.org", archiveURL: "https://news.example.org/archive/msme/issue",
            subscribeURL: "https://news.example.org/subscribe/msme")
        let versions = try ([files.original] + files.others).map { file in
            (file: file, composed: try ComposedIssue.compose(file, context, templates))
        }
        let reader = Recipient(
            address: try EmailAddress("reader@example.org"), name: "Reader", messageID: "1@example.org",
            unsubscribeURL: "https://news.example.org/unsubscribe/test-copy",
            viewURL: "https://news.example.org/view/test-copy")
        return IssueCheck.findings(
            of: try CheckedIssue(
                versions: versions, reader: reader, now: now, publicURL: "https://news.example.org", layoutWidth: 640))
    }

    private func templates(in folder: URL) throws -> String {
        let shipped = Self.root + "/Templates/mail"
        if templates.isEmpty { return shipped }
        let own = folder.appendingPathComponent("mail").path
        try FileManager.default.copyItem(atPath: shipped, toPath: own)
        for (name, change) in templates {
            let path = "\(own)/\(name)"
            try Data(change(String(contentsOfFile: path, encoding: .utf8)).utf8).write(to: URL(filePath: path))
        }
        return own
    }

    /// The checkout.
    static var root: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .path
    }
}
