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
            --unknown. Ends with 0 whatever the messages are. From standard input it ends with 75 when it cannot work (a busy \
            database, a full disk, wrong settings), so that the mail server keeps the message and tries again.
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
        let names = arguments.positionals("FILE")
        do {
            return try take(names, deleting: arguments.flag("delete"), session)
        } catch let error where names.contains("-") {
            // Any other code of failure makes a mail server return the message; a report that came back has nobody to return to.
            throw Failure(.tempFail, Failure(error).message)
        }
    }

    private static func take(_ names: [String], deleting: Bool, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let returns = try session.returnDesk(on: desk)
        var summary = Summary()
        var unreadable: [String] = []
        let body = { (message: [UInt8]) in
            summary.count(try returns.take(message, now: session.now))
            if summary.messages % 1_000 == 0 { session.console.note(summary.line) }
        }
        for name in names {
            for file in try files(name) where try !read(file, deleting, body) {
                // A mail program moved it since the folder was listed: the next run finds it.
                if file == name || FileManager.default.fileExists(atPath: file) { unreadable.append(file) }
            }
        }
        try session.console.result(summary.line, json: summary)
        guard let first = unreadable.first else { return .ok }
        let others = unreadable.count > 1 ? " and \(unreadable.count - 1) more" : ""
        throw Failure(
            .noInput, "cannot read \(first)\(others); give a file or folder of messages, or - for standard input")
    }

    /// - Returns: false for a file that cannot be read, or not to its end: it stays.
    private static func read(_ file: String, _ deleting: Bool, _ body: ([UInt8]) throws -> Void) throws -> Bool {
        // The message's failure, not the file's.
        var failure: (any Error)?
        do {
            let handle = try file == "-" ? .standardInput : FileHandle(forReadingFrom: URL(fileURLWithPath: file))
            try MailboxReader.read(handle) { message in
                do { try body(message) } catch {
                    failure = error
                    throw error
                }
            }
            if file != "-" { try handle.close() }
        } catch {
            if let failure { throw failure }
            return false
        }
        if deleting, file != "-" { try FileManager.default.removeItem(atPath: file) }
        return true
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
            return names.filter { !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }.filter(isFile)
        }
    }

    /// Or a link to one. Of pipes and devices nothing would come.
    private static func isFile(_ path: String) -> Bool {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        return (try? target.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) ?? false
    }
}
