import Arguments
import Foundation
import Mail
import Newsletter

enum ReportCommand: Subcommand {
    static let declaration = Command(
        ["report"], "tell who got an issue, who did not, and why",
        discussion: """
            Names each reader without a copy and the relay's words, and each whose copy was sent and came back; with --all those \
            who have theirs too. A copy that came back stays "sent", since that is what the relay did with it; bounces are \
            counted beside the states, by domain too.
            """,
        positionals: [Positional("ISSUE", "LIST/SLUG, or SLUG where that is unique")],
        options: [.flag("all", "name every reader")],
        examples: ["mailer report 2020-01", "mailer report msme/2020-01 --all --json"])

    private struct Delivery: Encodable {
        var email, state: String
        var attempts: Int
        var changedAt: Timestamp
        var due: Timestamp?
        var reply, cameBack: String?

        init(_ line: DeliveryLine) {
            email = line.email
            state = line.state.rawValue
            attempts = line.attempts
            changedAt = line.changedAt
            due = line.due
            reply = line.reply
            cameBack = line.cameBack
        }

        var line: String {
            [
                state.padding(toLength: 9, withPad: " ", startingAt: 0), changedAt.rfc3339, email,
                cameBack.map { "came back: \($0)" } ?? reply ?? "",
            ].joined(separator: " ")
        }
    }

    /// What was refused, came back or was complained of.
    private struct Bounces: Encodable {
        struct Domain: Encodable {
            var domain: String
            var audience, failed, hard, soft, complaints: Int
        }
        var hard, soft, complaints: Int
        var domains: [Domain]

        init(_ issue: Issue, on desk: any Desk) throws {
            (hard, soft, complaints) = try desk.bounceCounts(of: issue)
            domains = try desk.domainFigures(of: issue).map {
                Domain(
                    domain: $0.domain, audience: $0.audience, failed: $0.failed, hard: $0.hard, soft: $0.soft,
                    complaints: $0.complaints)
            }
        }

        /// For people, the worst ones are enough.
        var lines: String {
            if domains.isEmpty { return "" }
            let counts = "came back: \(hard) hard, \(soft) soft; complaints: \(complaints)"
            let rows = domains.prefix(20).map { domain in
                [
                    domain.domain, "\(domain.audience)", "\(domain.failed)", "\(domain.hard)", "\(domain.soft)",
                    "\(domain.complaints)",
                ]
            }
            let rest = domains.count > 20 ? "\n… and \(domains.count - 20) domains more; --json has all" : ""
            return "\n" + counts + "\n"
                + ([["domain", "readers", "failed", "hard", "soft", "complaints"]] + rows).columns() + rest
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
                let bounces = try console.json(Bounces(issue, on: desk))
                console.write("{\"issue\":\(try console.json(figures)),\"bounces\":\(bounces),\"deliveries\":")
                let array = JSONArrayWriter(console)
                try desk.deliveries(of: issue, everyone: everyone) { try array.append(Delivery($0)) }
                array.end("}")
            } else {
                console.say(figures.lines)
                let bounces = try Bounces(issue, on: desk).lines
                if !bounces.isEmpty { console.say(bounces) }
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
