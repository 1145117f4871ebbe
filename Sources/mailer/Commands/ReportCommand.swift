import Arguments
import Foundation
import Mail
import Newsletter

enum ReportCommand: Subcommand {
    static let declaration = Command(
        ["report"], "tell who got an issue, who did not, and why",
        discussion: "Names each reader without a copy and the relay's words; with --all those who have theirs too.",
        positionals: [Positional("ISSUE", "LIST/SLUG, or SLUG where that is unique")],
        options: [.flag("all", "name every reader")],
        examples: ["mailer report 2020-01", "mailer report msme/2020-01 --all --json"])

    private struct Delivery: Encodable {
        var email, state: String
        var attempts: Int
        var changedAt: Timestamp
        var due: Timestamp?
        var reply: String?

        init(_ line: DeliveryLine) {
            email = line.email
            state = line.state.rawValue
            attempts = line.attempts
            changedAt = line.changedAt
            due = line.due
            reply = line.reply
        }

        var line: String {
            [state.padding(toLength: 9, withPad: " ", startingAt: 0), changedAt.rfc3339, email, reply ?? ""]
                .joined(separator: " ")
        }
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let console = session.console
        try desk.snapshot {
            let issue = try session.issue(arguments.positional("ISSUE"), on: desk)
            let figures = IssueModel(issue, try desk.counts(of: issue))
            let everyone = arguments.flag("all")
            if console.isJSON {
                console.write("{\"issue\":\(try console.json(figures)),\"deliveries\":")
                let array = JSONArrayWriter(console)
                try desk.deliveries(of: issue, everyone: everyone) { try array.append(Delivery($0)) }
                array.end("}")
            } else {
                console.say(figures.lines)
                var isFirst = true
                try desk.deliveries(of: issue, everyone: everyone) { line in
                    console.say((isFirst ? "\n" : "") + Delivery(line).line)
                    isFirst = false
                }
            }
        }
        return .ok
    }
}
