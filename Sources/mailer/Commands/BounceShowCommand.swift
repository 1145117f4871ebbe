import Arguments
import Foundation

enum BounceShowCommand: Subcommand {
    static let declaration = Command(
        ["bounce", "show"], "print a message that came back and was kept",
        discussion: """
            The message as it came, for a mail program to open. Only what was not understood is kept, and not for ever \
            (retention.bounces).
            """,
        positionals: [Positional("ID", "its number, as bounce ls --unknown shows it")],
        examples: ["mailer bounce show 17 > returned.eml"])

    private struct Model: Encodable {
        var id: Int64
        /// What is no UTF-8 is replaced; without --json the bytes are as they came.
        var message: String
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        guard let id = Int64(arguments.positional("ID")), let message = try session.desk().keptMail(id: id) else {
            throw Failure(.noInput, "no message of that number is kept; see mailer bounce ls --unknown")
        }
        if session.console.isJSON {
            try session.console.say(json: Model(id: id, message: String(decoding: message, as: UTF8.self)))
        } else {
            try FileHandle.standardOutput.write(contentsOf: Data(message))
        }
        return .ok
    }
}
