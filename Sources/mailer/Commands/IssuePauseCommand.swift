import Arguments

enum IssuePauseCommand: Subcommand {
    static let declaration = Command(
        ["issue", "pause"], "hold an issue back until it is resumed",
        discussion: "What is on its way is finished; nothing more goes out.",
        positionals: [issuePositional], examples: ["mailer issue pause 2020-01"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        try changeIssue(arguments, session, "paused") { issue, desk in
            try desk.transaction {
                guard let paused = try desk.setState(.paused, of: issue, reason: "paused by an admin") else {
                    return nil
                }
                // Whoever pauses it needs no mail about it.
                try desk.markAnnounced(paused)
                return paused
            }
        }
    }
}
