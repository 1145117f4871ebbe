import Arguments

enum IssuePauseCommand: Subcommand {
    static let declaration = Command(
        ["issue", "pause"], "hold an issue back until it is resumed",
        discussion: "What is on its way is finished; nothing more goes out.",
        positionals: [issuePositional], examples: ["mailer issue pause 2020-01"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        try changeIssue(arguments, session, "paused") { issue, desk in
            try desk.setState(.paused, of: issue, reason: "paused by an admin")
        }
    }
}
