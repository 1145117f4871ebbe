import Arguments
import Composer
import Foundation
import Mail
import Newsletter

enum IssuePreviewCommand: Subcommand {
    static let declaration = Command(
        ["issue", "preview"], "write an issue as a reader would get it into a folder",
        discussion: """
            Writes message.eml, the bytes that would go out, and its parts message.html and message.txt, for a reader \
            that is made up. Fields that this reader has no value for show their default.
            """,
        positionals: [Positional("FILE", "the issue file")],
        options: [
            .value("out", "DIR", "the folder; made if it is missing", isRequired: true), listOption,
            .value("language", "TAG", "as a reader of that language gets it", default: "the issue's own"),
        ],
        examples: [
            "mailer issue preview Examples/2020-01-msme-newsletter.md --out preview",
            "mailer issue preview 2020-02.md --out preview --language es",
        ])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let composing = try IssueComposing(
            file: arguments.positional("FILE"), listOption: arguments.value("list", ListName.init), session,
            session.desk())
        let links = Links(try session.settings())
        let reader = Recipient(
            address: try EmailAddress("reader@example.org"), name: "Sample Reader",
            messageID: "preview@\(composing.from.address.asciiDomain)",
            unsubscribeURL: links.unsubscribe("PREVIEW"), unsubscribeMailto: links.unsubscribeMailto("PREVIEW"),
            viewURL: links.view("PREVIEW"))
        let folder = URL(fileURLWithPath: arguments.requiredValue("out"))
        let composed = composing.version(for: arguments.value("language"))
        let parts = [
            ("message.eml", Data(composed.message(to: reader, date: session.now))),
            ("message.html", Data(composed.page(for: reader, images: .inline).utf8)),
            ("message.txt", Data(composed.textPart(to: reader).utf8)),
        ]
        let paths = parts.map { folder.appendingPathComponent($0.0).path }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (path, part) in zip(paths, parts) { try part.1.write(to: URL(fileURLWithPath: path)) }
        } catch {
            throw Failure(.unavailable, "cannot write into \(folder.path): \(error.localizedDescription)")
        }
        try session.console.result(paths.joined(separator: "\n"), json: ["files": paths])
        return .ok
    }
}
