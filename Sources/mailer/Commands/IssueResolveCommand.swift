import Arguments
import Newsletter

enum IssueResolveCommand: Subcommand {
    static let declaration = Command(
        ["issue", "resolve"], "settle copies whose outcome nobody knows",
        discussion: """
            Under the setting `uncertain: hold`, a copy waits here when the connection or Mailer broke off between \
            the end of the message and the relay's answer. The relay's log may tell. --resend sends it once more; \
            --accept takes it for sent.
            """,
        positionals: [issuePositional],
        options: [
            .flag("resend", "send them once more, counted as possible duplicates"),
            .flag("accept", "take them for sent"),
        ],
        examples: ["mailer issue resolve 2020-01 --resend"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let resend = arguments.flag("resend")
        guard resend != arguments.flag("accept") else {
            throw arguments.badValue(of: "--resend and --accept", reason: "give one of the two")
        }
        let desk = try session.desk()
        let issue = try session.issue(arguments.positional("ISSUE"), on: desk)
        if resend, issue.state == .cancelled {
            throw Failure(.data, "\(issue.list.text)/\(issue.slug.text) is cancelled: it sends nothing more")
        }
        let count = try desk.resolve(issue, resend: resend, now: session.now)
        let done = resend ? "back in the queue; next: mailer send" : "taken for sent"
        try session.console.result(
            count == 0 ? "nothing is uncertain" : "\(count) \(done)", json: ["resolved": count])
        return .ok
    }
}
