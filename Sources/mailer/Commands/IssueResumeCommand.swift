import Arguments

enum IssueResumeCommand: Subcommand {
    static let declaration = Command(
        ["issue", "resume"], "let a paused issue go on",
        positionals: [issuePositional], examples: ["mailer issue resume 2020-01"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        try changeIssue(arguments, session, "resumed") { issue, desk in
            try desk.resume(issue, now: session.now)
        }
    }
}
