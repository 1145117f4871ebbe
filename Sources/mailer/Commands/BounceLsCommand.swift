import Arguments
import Mail
import Newsletter

enum BounceLsCommand: Subcommand {
    static let declaration = Command(
        ["bounce", "ls"], "show the log of every refusal",
        discussion: """
            One line for each reply of the relay that was no plain success: time, issue, reader, stage of the \
            dialogue, code, enhanced status, words, and what it was taken to mean. With --json one JSON array.
            """,
        options: [.value("issue", "ISSUE", "only of this issue")],
        examples: ["mailer bounce ls --issue 2020-01"])

    private struct Model: Encodable {
        var at: Timestamp
        var issue, list: String?
        var email, stage: String
        var code: Int?
        var status: String?
        var text: String
        var host: String?
        var reason, verdict: String

        init(_ line: ReplyLine) {
            at = line.at
            list = line.issue?.list.text
            issue = line.issue?.slug.text
            email = line.email
            stage = line.stage.rawValue
            code = line.code
            status = line.status
            text = line.text
            host = line.host
            reason = line.reason.rawValue
            verdict = line.verdict.rawValue
        }

        var line: String {
            let words = [code.map { "\($0)" }, status, text].compactMap { $0 }.joined(separator: " ")
            return [
                at.rfc3339, list.map { "\($0)/\(issue ?? "")" } ?? "(system mail)", email, stage, reason, verdict,
                words,
            ].joined(separator: "  ")
        }
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let issue = try arguments.value("issue").map { try session.issue($0, on: desk) }
        if session.console.isJSON {
            let array = JSONArrayWriter(session.console)
            try desk.replies(of: issue) { try array.append(Model($0)) }
            array.end()
        } else {
            try desk.replies(of: issue) { session.console.say(Model($0).line) }
        }
        return .ok
    }
}
