import Arguments
import Mail
import Membership
import Newsletter

enum SubscriberShowCommand: Subcommand {
    static let declaration = Command(
        ["subscriber", "show"], "show all that is kept of a person, with the consent record",
        positionals: [Positional("EMAIL", "the address")], examples: ["mailer subscriber show ana@example.org"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        guard let detail = try desk.detail(of: arguments.positional("EMAIL", EmailAddress.init)) else {
            throw Failure(.noInput, "nobody with that address is known")
        }
        let model = SubscriberModel(
            detail, suspension: try desk.suspension(of: detail.id),
            bounceScore: try desk.bounceScore(of: detail.id, session.settings().bounces.rules, now: session.now))
        try session.console.result(model.lines, json: model)
        return .ok
    }
}
