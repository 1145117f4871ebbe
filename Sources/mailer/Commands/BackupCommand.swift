import Arguments
import Foundation

enum BackupCommand: Subcommand {
    static let declaration = Command(
        ["backup"], "write a copy of the database and of the secret keys",
        discussion: """
            Safe while senders and pages run: the copy is of one moment. Writes FILE and FILE.keys, both readable by \
            their owner alone. Links in mail that is out need the keys: keep the two together.
            """,
        positionals: [Positional("FILE", "the copy; one that is there is replaced")],
        examples: ["mailer backup /var/backups/mailer.db"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let file = URL(fileURLWithPath: arguments.positional("FILE")).standardizedFileURL.path
        let settings = try session.settings()
        guard file != URL(fileURLWithPath: settings.database).standardizedFileURL.path else {
            throw Failure(.usage, "that is the database itself; name another file")
        }
        let keys = try session.keys().fileText
        try session.desk().backUp(to: file)
        try PrivateFile.write(keys, to: file + ".keys")
        try session.console.result("wrote \(file) and \(file).keys", json: ["database": file, "keys": file + ".keys"])
        return .ok
    }
}
