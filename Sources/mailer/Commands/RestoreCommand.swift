import Arguments
import Foundation
import Mail
import Outbox
import Signing
import Store

enum RestoreCommand: Subcommand {
    static let declaration = Command(
        ["restore"], "put a backup in the place of the database and the keys",
        discussion: """
            Checks the backup first. What is there now is moved aside, not deleted. Stop mailer serve before. Issues \
            that ran when the backup was made are paused, since the rest may have gone out meanwhile: `mailer issue \
            resume` sends to whom the backup doesn't know to have a copy, `mailer issue cancel` to nobody.
            """,
        positionals: [Positional("FILE", "what mailer backup wrote; FILE.keys beside it")],
        examples: ["mailer restore /var/backups/mailer.db"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let file = arguments.positional("FILE")
        let settings = try session.settings()
        let (keys, draft) = try checked(file, beside: settings.database, now: session.now)
        defer { unlink(draft) }
        // Whoever sends holds one of these, and `serve` the second.
        let locks = try [OutboxScope.issues, .letters].map { scope in
            do {
                return try SenderLock(path: session.lockFile(scope))
            } catch {
                throw Failure(.unavailable, "\(error); stop it, mailer serve included, and try again")
            }
        }
        let aside = try withExtendedLifetime(locks) {
            let aside = try moveAside(settings.database, settings.keys, now: session.now)
            guard rename(draft, settings.database) == 0 else {
                throw Failure(.unavailable, "cannot write \(settings.database): \(String(cString: strerror(errno)))")
            }
            try PrivateFile.write(keys, to: settings.keys)
            return aside
        }
        let line =
            "restored \(settings.database)"
            + (aside.isEmpty ? "" : "; what was there: \(aside.joined(separator: ", "))")
        try session.console.result(line, json: ["restored": [settings.database, settings.keys], "moved_aside": aside])
        return .ok
    }

    /// The backup's keys, and a whole copy of it beside the database, checked and brought up to date.
    private static func checked(_ file: String, beside database: String, now: Timestamp) throws -> (
        keys: String, draft: String
    ) {
        guard let keys = FileManager.default.contents(atPath: file + ".keys") else {
            throw Failure(
                .noInput, "cannot read \(file).keys; without its keys a backup's links and suppressions are dead")
        }
        let text = String(decoding: keys, as: UTF8.self)
        do { _ = try SecretKeys(file: text) } catch { throw Failure(.data, "\(file).keys: \(error)") }
        let draft = database + ".restoring"
        unlink(draft)
        do {
            try FileManager.default.copyItem(atPath: file, toPath: draft)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: draft)
        } catch {
            throw Failure(.noInput, "cannot copy \(file): \(error.localizedDescription)")
        }
        do { try Database.prepareRestore(draft, now: now) } catch let error as StoreError {
            unlink(draft)
            throw Failure(.data, "\(file) is no backup to use: \(error)")
        }
        return (text, draft)
    }

    private static func moveAside(_ database: String, _ keys: String, now: Timestamp) throws -> [String] {
        let suffix = ".before-restore-\(now.rfc3339.replacing(":", with: ""))"
        return try [database, database + "-wal", database + "-shm", keys].filter {
            FileManager.default.fileExists(atPath: $0)
        }.map { path in
            // SQLite finds a journal by its database's name.
            let end = path.hasPrefix(database + "-") ? String(path.dropFirst(database.count)) : ""
            let target = end.isEmpty ? path + suffix : database + suffix + end
            guard rename(path, target) == 0 else {
                throw Failure(.unavailable, "cannot move \(path) aside: \(String(cString: strerror(errno)))")
            }
            return target
        }
    }
}
