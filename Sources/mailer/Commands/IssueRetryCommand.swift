import Arguments
import Newsletter

enum IssueRetryCommand: Subcommand {
    static let declaration = Command(
        ["issue", "retry"], "put all failed copies of an issue back into the queue",
        discussion: """
            For a cause that is mended: a relay that refused, a domain that was down. Each copy gets the whole retry \
            schedule again, and readers who were suspended for such a failure are tried too.
            """,
        positionals: [issuePositional], examples: ["mailer issue retry 2020-01"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let issue = try session.issue(arguments.positional("ISSUE"), on: desk)
        guard issue.state != .cancelled else {
            throw Failure(.data, "\(issue.list.text)/\(issue.slug.text) is cancelled: it sends nothing more")
        }
        let count = try desk.retryFailed(issue, now: session.now)
        let line = count == 0 ? "nothing has failed" : "\(count) back in the queue; next: mailer send"
        try session.console.result(line, json: ["retried": count])
        return .ok
    }
}
