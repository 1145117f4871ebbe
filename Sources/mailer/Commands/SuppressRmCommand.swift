import Arguments
import Membership

enum SuppressRmCommand: Subcommand {
    static let declaration = Command(
        ["suppress", "rm"], "lift a suppression",
        positionals: [suppressionPattern], examples: ["mailer suppress rm '*.example.org'"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let lifted = try session.desk().unsuppress(
            arguments.positional("PATTERN", SuppressionPattern.init), keys: session.keys(), now: session.now)
        guard lifted else { throw Failure(.noInput, "nothing of that name is suppressed; see mailer suppress ls") }
        try session.console.result("lifted", json: ["result": "lifted"])
        return .ok
    }
}
