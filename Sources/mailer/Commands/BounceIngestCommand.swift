import Arguments
import Bounces
import Foundation
import Returns

enum BounceIngestCommand: Subcommand {
    static let declaration = Command(
        ["bounce", "ingest"], "take mail that came back, and let it take effect",
        discussion: """
            Reads messages from files (one message, or an mbox), from folders (a Maildir, or any folder of such files) and, with \
            -, from standard input, as a mail server's alias pipes them. Each message counts once, however often it is \
            read. Files and folders stay as they are, unless --delete is given. What is not understood is kept: see bounce ls \
            --unknown. Ends with 0 whatever the messages are, and with 75 while the database is busy, so that the mail server \
            tries again.
            """,
        positionals: [Positional("FILE", "a file, a folder, or - for standard input", isRepeating: true)],
        options: [.flag("delete", "delete each file when its messages are recorded")],
        examples: ["mailer bounce ingest ~/Maildir", "mailer bounce ingest - < returned.eml"])

    struct Summary: Encodable {
        var messages = 0
        /// How many messages had which fate; the suspended among the recorded ones.
        var fates: [String: Int] = [:]
        var suspended = 0

        mutating func count(_ receipt: ReturnDesk.Receipt) {
            messages += 1
            fates[receipt.fate.rawValue, default: 0] += 1
            if receipt.effect == .suspended { suspended += 1 }
        }

        var line: String {
            let parts = ReturnFate.allCases.compactMap { fate in fates[fate.rawValue].map { "\(fate.rawValue) \($0)" } }
            let suspensions = suspended > 0 ? ["addresses suspended \(suspended)"] : []
            return (["messages \(messages)"] + parts + suspensions).joined(separator: ", ")
        }
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let returns = try session.returnDesk(on: desk)
        var summary = Summary()
        for name in arguments.positionals("FILE") {
            try read(name, deleting: arguments.flag("delete")) { message in
                summary.count(try returns.take(message, now: session.now))
                if summary.messages % 1_000 == 0 { session.console.note(summary.line) }
            }
        }
        try session.console.result(summary.line, json: summary)
        return .ok
    }

    private static func read(_ name: String, deleting: Bool, _ body: ([UInt8]) throws -> Void) throws {
        if name == "-" { return try MailboxReader.read(.standardInput, body) }
        for file in try files(name) {
            let handle: FileHandle
            do {
                handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
            } catch {
                // A mail program moved it since the folder was listed: the next run finds it.
                if file != name, !FileManager.default.fileExists(atPath: file) { continue }
                throw Failure(
                    .noInput, "cannot read \(file); give a file or folder of messages, or - for standard input")
            }
            try MailboxReader.read(handle, body)
            try handle.close()
            if deleting { try FileManager.default.removeItem(atPath: file) }
        }
    }

    /// The files that a name stands for: of a Maildir those in `new` and `cur`, of another folder all but hidden ones.
    private static func files(_ name: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder.boolValue else {
            return [name]
        }
        let isMaildir = ["cur", "new"].allSatisfy { FileManager.default.fileExists(atPath: "\(name)/\($0)") }
        return try (isMaildir ? ["\(name)/new", "\(name)/cur"] : [name]).flatMap { folder in
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            return names.filter { !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }.filter { path in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            }
        }
    }
}
