import Arguments
import Bounces
import Foundation

enum BounceClassifyCommand: Subcommand {
    static let declaration = Command(
        ["bounce", "classify"], "tell what a returned message says, and about whom",
        discussion: """
            Reads one message from a file, or from standard input with -, and says what it is: a bounce, a complaint, an \
            automatic answer, a wish to unsubscribe, a notice of success, or none of these. Needs neither settings nor \
            database, and changes nothing.
            """,
        positionals: [Positional("FILE", "the message, or - for standard input")],
        examples: ["mailer bounce classify returned.eml", "mailer bounce classify - --json < returned.eml"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let verdict = ReturnedMail(try message(arguments.positional("FILE")))
        let rows = verdict.recipients.map { recipient in
            [
                recipient.address, recipient.failure?.rawValue ?? "-", recipient.status?.description ?? "-",
                recipient.reason ?? "-",
            ]
        }
        let lines = [verdict.kind.rawValue] + (rows.isEmpty ? [] : [rows.columns()])
        try session.console.result(lines.joined(separator: "\n"), json: verdict)
        return .ok
    }

    private static func message(_ file: String) throws -> [UInt8] {
        do {
            let handle = try file == "-" ? .standardInput : FileHandle(forReadingFrom: URL(fileURLWithPath: file))
            let bytes = [UInt8](try handle.read(upToCount: ReturnedMail.mostBytes) ?? Data())
            guard !bytes.isEmpty else { throw Failure(.data, "\(file) is empty; give the returned message as it came") }
            return bytes
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.noInput, "cannot read \(file); give a file with one message, or - for standard input")
        }
    }
}
