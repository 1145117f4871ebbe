import Arguments
import Foundation
import Settings
import Signing
import Store

/// Makes whatever is missing of settings, database and keys; changes nothing that is there.
enum InitCommand: Subcommand {
    static let declaration = Command(
        ["init"], "make the settings file, the database and the secret keys",
        discussion: """
            Makes what is missing and leaves what is there, so it is safe to run again. The database and the keys are \
            readable by their owner alone. Keep a copy of the keys: links in mail that is out depend on them.
            """,
        examples: ["mailer init", "mailer init --config /etc/mailer/mailer.yaml"])

    private struct Result: Encodable {
        var settings: String
        var database: String
        var keys: String
        var made: [String]
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        var made: [String] = []
        let file = try settingsFile(session, &made)
        let settings = try session.settings()
        if !FileManager.default.fileExists(atPath: settings.keys) {
            try makeKeys(settings)
            made.append(settings.keys)
        }
        let isNew = !FileManager.default.fileExists(atPath: settings.database)
        _ = try session.desk(opening: .createIfMissing)
        if isNew { made.append(settings.database) }
        _ = try session.keys()
        let result = Result(settings: file, database: settings.database, keys: settings.keys, made: made)
        let lines = made.isEmpty ? ["everything was there already"] : made.map { "made \($0)" }
        try session.console.result(
            (lines + ["next: mailer list create NAME --name TITLE"]).joined(separator: "\n"), json: result)
        return .ok
    }

    private static func settingsFile(_ session: Session, _ made: inout [String]) throws -> String {
        do {
            return try session.settingsFile()
        } catch SettingsError.noneFound, SettingsError.missing {
            let file = session.wishedSettingsFile
            let source = try ProgramFiles.find().commentedSettings
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try FileManager.default.copyItem(at: URL(fileURLWithPath: source), to: URL(fileURLWithPath: file))
            } catch {
                throw Failure(.unavailable, "cannot write \(file): \(error.localizedDescription)")
            }
            made.append(file)
            return file
        }
    }

    /// Without keys an old database's links and suppressions are dead: new keys for it would hide the loss.
    private static func makeKeys(_ settings: MailerSettings) throws {
        if FileManager.default.fileExists(atPath: settings.database) {
            _ = try Database(path: settings.database)  // says so when it is another program's
            throw Failure(
                .config,
                "\(settings.database) is there, but its secret keys \(settings.keys) are not; bring them back from a backup"
            )
        }
        try PrivateFile.write(SecretKeys.generate().fileText, to: settings.keys)
    }
}
