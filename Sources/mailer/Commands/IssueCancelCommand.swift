import Arguments

enum IssueCancelCommand: Subcommand {
    static let declaration = Command(
        ["issue", "cancel"], "stop an issue for good",
        discussion: "What is on its way is finished; whoever has no copy yet gets none.",
        positionals: [issuePositional], examples: ["mailer issue cancel 2020-01"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        try changeIssue(arguments, session, "cancelled") { issue, desk in try desk.cancel(issue, now: session.now) }
    }
}
