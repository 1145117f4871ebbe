import Arguments
import Mail
import Newsletter

enum ReportCommand: Subcommand {
    static let declaration = Command(
        ["report"], "tell who got an issue, who did not, and why",
        discussion: "Names each reader without a copy and the relay's words; with --all those who have theirs too.",
        positionals: [Positional("ISSUE", "LIST/SLUG, or SLUG where that is unique")],
        options: [.flag("all", "name every reader")],
        examples: ["mailer report 2020-01", "mailer report msme/2020-01 --all --json"])

    private struct Model: Encodable {
        struct Delivery: Encodable {
            var email, state: String
            var attempts: Int
            var changedAt: Timestamp
            var due: Timestamp?
            var reply: String?
        }
        var issue: IssueModel
        var deliveries: [Delivery]
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let issue = try session.issue(arguments.positional("ISSUE"), on: desk)
        let figures = IssueModel(issue, try desk.counts(of: issue))
        var deliveries: [Model.Delivery] = []
        try desk.deliveries(of: issue, everyone: arguments.flag("all")) { line in
            deliveries.append(
                Model.Delivery(
                    email: line.email, state: line.state.rawValue, attempts: line.attempts, changedAt: line.changedAt,
                    due: line.due, reply: line.reply))
        }
        let rows = deliveries.map { delivery in
            [delivery.state, delivery.email, delivery.changedAt.rfc3339, delivery.reply ?? ""]
        }
        try session.console.result(
            figures.lines + (rows.isEmpty ? "" : "\n\n" + rows.columns()),
            json: Model(issue: figures, deliveries: deliveries))
        return .ok
    }
}
