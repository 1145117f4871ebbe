import Arguments
import Composer
import Foundation
import Mail
import Newsletter
import SMTP
import Settings

enum DoctorCommand: Subcommand {
    static let declaration = Command(
        ["doctor"], "check what Mailer depends on, and say how to mend it",
        discussion:
            "Checks the settings, the folders, the database, the keys, the templates and the relay. Sends nothing.",
        examples: ["mailer doctor"])

    private struct Finding: Encodable {
        var check: String
        var ok: Bool
        var message: String
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        var findings: [Finding] = []
        func check(_ name: String, _ body: () throws -> String) {
            do {
                findings.append(Finding(check: name, ok: true, message: try body()))
            } catch {
                findings.append(Finding(check: name, ok: false, message: Failure(error).message))
            }
        }
        check("settings") { try "\(session.settingsFile()), public pages at \(session.settings().publicURL)" }
        if let settings = try? session.settings() {
            check("folder") { try folder(of: settings.database) }
            check("database") { try "\(settings.database), \(session.desk().lists().count) lists" }
            check("keys") { try keys(settings.keys, session) }
            check("templates") {
                _ = try session.mailTemplates()
                _ = try session.site(on: session.desk())
                return try ProgramFiles.templates("mail", setting: settings.templates)
            }
            check("relay") { try relay(settings.relays[0]) }
        }
        let lines = findings.map { "\($0.ok ? "ok  " : "FAIL")  \($0.check): \($0.message)" }
        try session.console.result(lines.joined(separator: "\n"), json: findings)
        if findings.allSatisfy(\.ok) { return .ok }
        return findings[0].ok ? .unavailable : .config
    }

    /// SQLite writes files beside the database.
    private static func folder(of database: String) throws -> String {
        let folder = URL(fileURLWithPath: database).deletingLastPathComponent().path
        guard access(folder, W_OK) == 0 else {
            throw Failure(.unavailable, "\(folder) cannot be written; give it to the user who runs mailer")
        }
        return folder
    }

    private static func keys(_ path: String, _ session: Session) throws -> String {
        _ = try session.keys()
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
        guard mode & 0o077 == 0 else { throw Failure(.config, "\(path) can be read by others; chmod 600 \(path)") }
        return path
    }

    private static func relay(_ settings: RelaySettings) throws -> String {
        do {
            let probe = try RelayProbe.run(Relay(settings))
            return
                "\(settings.host) port \(settings.port) answers, \(probe.isEncrypted ? "encrypted" : "not encrypted")"
        } catch {
            let words = error.reply.map { ": \($0.code) \($0.text)" } ?? ""
            throw Failure(.unavailable, "\(error.reason)\(words)")
        }
    }
}
