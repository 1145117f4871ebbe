import Arguments
import Composer
import Foundation
import Newsletter

enum IssueNewCommand: Subcommand {
    static let declaration = Command(
        ["issue", "new"], "write a first draft of an issue file",
        positionals: [Positional("FILE", "the file to make; it must not exist")],
        options: [
            .value("list", "LIST", "the list"),
            .value("subject", "TEXT", "the subject", default: "Newsletter"),
        ],
        examples: ["mailer issue new 2020-02.md --list msme --subject \"February 2020\""])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let file = arguments.positional("FILE")
        guard !file.isEmpty else { throw arguments.badValue(of: "FILE", reason: "it must not be empty") }
        let text = IssueFile.template(
            subject: arguments.value("subject") ?? "Newsletter", list: try arguments.value("list", ListName.init),
            date: session.now)
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .withoutOverwriting)
        } catch CocoaError.fileWriteFileExists {
            throw Failure(.data, "\(file) is there already; name another file")
        } catch {
            throw Failure(.unavailable, "cannot write \(file): \(error.localizedDescription)")
        }
        try session.console.result(
            "made \(file); when it is written: mailer issue preview \(file) --out preview", json: ["file": file])
        return .ok
    }
}
