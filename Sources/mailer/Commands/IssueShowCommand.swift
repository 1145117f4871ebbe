import Arguments

enum IssueShowCommand: Subcommand {
    static let declaration = Command(
        ["issue", "show"], "show an issue's state and figures",
        positionals: [issuePositional], examples: ["mailer issue show 2020-01"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let issue = try session.issue(arguments.positional("ISSUE"), on: desk)
        let traffic = try TrafficModel(issue.id, session.settings(), on: desk, now: session.now)
        let model = IssueModel(issue, try desk.counts(of: issue), traffic: traffic)
        try session.console.result(model.lines, json: model)
        return .ok
    }
}
