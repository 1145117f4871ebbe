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
            that is made up; for the version in Spanish message.es.eml and so on. Fields that this reader has no value \
            for show their default. Prints the paths, and the sizes in bytes.
            """,
        positionals: [Positional("FILE", "the issue file")],
        options: [
            .value("out", "DIR", "the folder; made if it is missing", isRequired: true), listOption,
            .value(
                "language", "TAG", "only as a reader of that language gets it, as message.eml and so on",
                default: "every version"),
        ],
        examples: [
            "mailer issue preview Examples/2020-01-msme-newsletter.md --out preview",
            "mailer issue preview 2020-02.md --out preview --language es",
        ])

    private struct Model: Encodable {
        struct Part: Encodable {
            var path, language: String
            var bytes: Int
            /// Of the HTML as it is in the mail, without images. Only of an HTML part.
            var htmlBytes: Int?
        }

        var files: [String]
        var parts: [Part]
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let composing = try IssueComposing(
            file: arguments.positional("FILE"), listOption: arguments.value("list", ListName.init), session,
            session.desk())
        let reader = try SampleReader.madeUp(composing, Links(session.settings()))
        let folder = URL(fileURLWithPath: arguments.requiredValue("out"))
        let language = arguments.value("language")
        let versions = language.map { [composing.version(for: $0)] } ?? composing.versions
        var parts: [(part: Model.Part, content: Data)] = []
        for (index, version) in versions.enumerated() {
            let name = index == 0 ? "message" : "message.\(version.language)"
            let contents = [
                ("eml", Data(version.message(to: reader, date: session.now))),
                ("html", Data(version.page(for: reader, images: .inline).utf8)),
                ("txt", Data(version.textPart(to: reader).utf8)),
            ]
            parts += contents.map { suffix, content in
                let path = folder.appendingPathComponent("\(name).\(suffix)").path
                let part = Model.Part(
                    path: path, language: version.language, bytes: content.count,
                    htmlBytes: suffix == "html" ? version.htmlByteCount(for: reader) : nil)
                return (part, content)
            }
        }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (part, content) in parts { try content.write(to: URL(fileURLWithPath: part.path)) }
        } catch {
            throw Failure(.unavailable, "cannot write into \(folder.path): \(error.localizedDescription)")
        }
        GmailClipping.warn(versions, reader, session.console)
        let lines = parts.map { [$0.part.path, "\($0.part.bytes)"] }
        try session.console.result(
            lines.columns(), json: Model(files: parts.map(\.part.path), parts: parts.map(\.part)))
        return .ok
    }
}
