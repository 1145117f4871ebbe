import Arguments
import Mail
import Membership
import Newsletter

enum SubscriberShowCommand: Subcommand {
    static let declaration = Command(
        ["subscriber", "show"], "show all that is kept of a person, with the consent record",
        positionals: [Positional("EMAIL", "the address")], examples: ["mailer subscriber show ana@example.org"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        guard let detail = try session.desk().detail(of: arguments.positional("EMAIL", EmailAddress.init)) else {
            throw Failure(.noInput, "nobody with that address is known")
        }
        try session.console.result(SubscriberModel(detail).lines, json: SubscriberModel(detail))
        return .ok
    }
}
