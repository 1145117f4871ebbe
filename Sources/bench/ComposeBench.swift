import Composer
import Foundation
import Mail
import Newsletter
import Signing
import Texts
import Themes

/// What one reader's copy costs once the issue is composed: filled, and signed.
enum ComposeBench {
    /// - Parameters:
    ///   - templates: the folder of the mail templates.
    ///   - issue: an issue file.
    static func run(templates: String, issue: String, keyFiles: [String]) throws {
        let text = try String(contentsOfFile: issue, encoding: .utf8)
        let plain = try compose(text, issue, templates)
        let personal = try compose(text.replacing("# News\n", with: personalPart, maxReplacements: 1), issue, templates)
        let readers = try (0..<64).map(reader)
        let date = Timestamp(seconds: 1_578_042_000)
        let sample = plain.message(to: readers[0], date: date)
        print("bytes", sample.count)

        var number = 0
        func fill(_ issue: ComposedIssue) -> [UInt8] {
            number += 1
            return issue.message(to: readers[number % readers.count], date: date)
        }
        var works: [(name: String, work: () throws -> Void)] = [
            ("its bytes, copied", { copy(sample) }),
            ("plain", { _ = fill(plain) }),
            ("personal: five fields, a section, the subject", { _ = fill(personal) }),
        ]
        for (name, signer) in try signers(keyFiles) {
            works.append(("plain, signed \(name)", { _ = try signer.sign(fill(plain), at: date) }))
        }
        for (name, microseconds) in try Stopwatch.compare(calls: 2_000, works) { print(name, microseconds) }
    }

    private static let personalPart = """
        Dear {{name|reader}},

        {{#attribute.member}}
        your number is {{attribute.member}}, your town {{attribute.city|not known}}.
        [Answer](https://example.org/?who={{email}}&name={{name}})
        {{/attribute.member}}

        # News

        """

    private static func compose(_ text: String, _ file: String, _ templates: String) throws -> ComposedIssue {
        let isPersonal = text.contains("{{")
        let subject = isPersonal ? text.replacing("subject: \"", with: "subject: \"{{name|Reader}}: ") : text
        let list = MailingList(
            id: 1, name: try ListName("msme"), title: "MSME Newsletter", postalAddress: "1 Example Street",
            privacyURL: "https://example.org/privacy", createdAt: Timestamp(seconds: 0))
        let context = IssueContext(
            list: list, from: try Mailbox("MSME Newsletter <news@example.org>"), slug: try Slug("2020-01"),
            publicURL: "https://news.example.org", archiveURL: "https://news.example.org/archive/msme/2020-01",
            subscribeURL: "https://news.example.org/subscribe/msme")
        return try ComposedIssue.compose(
            try IssueFile(text: subject, file: file), context,
            try MailTemplates(
                folder: templates, phrasebook: Phrasebook(folder: templates + "/../texts"),
                theme: Theme(file: templates + "/../themes/clearinghouse.yaml")))
    }

    private static func reader(_ number: Int) throws -> Recipient {
        let token = "AAEDAAAAAAAAAAEAAAABAAAAAAAAAAAAAAAAAAAAAAAAAA\(10 + number)"
        return Recipient(
            address: try EmailAddress("reader\(number)@example.org"),
            name: number % 2 == 0 ? "Reader \(number)" : "Zoë Núñez",
            attributes: ["member": "\(number)", "city": "Lima"], messageID: "\(number).0123456789abcdef@example.org",
            unsubscribeURL: "https://news.example.org/unsubscribe/\(token)",
            viewURL: "https://news.example.org/view/\(token)")
    }

    private static func signers(_ keyFiles: [String]) throws -> [(name: String, signer: DKIMSigner)] {
        let signatories = try keyFiles.enumerated().map { number, file in
            let pem = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            return DKIMSignatory(domain: "example.org", selector: "s\(number)", key: try DKIMKey(pem: pem))
        }
        let alone = try signatories.map { ($0.key.algorithm.rawValue, try DKIMSigner([$0])) }
        return alone + [("twice", try DKIMSigner(signatories))]
    }

    /// What filling can't be cheaper than: new memory with the same bytes.
    @inline(never)
    private static func copy(_ bytes: [UInt8]) {
        var copied: [UInt8] = []
        copied.reserveCapacity(bytes.count + 1_024)
        copied += bytes
        precondition(copied.count == bytes.count)
    }
}
