import Arguments
import Mail

enum SubscriberResumeCommand: Subcommand {
    static let declaration = Command(
        ["subscriber", "resume"], "send to an address again that was suspended for its bounces",
        discussion: """
            For whoever says that mail arrives there after all. The record of bounces begins anew: what still comes back of \
            earlier mail counts no more. Readers do the same on the page of their preferences, or by signing up again.
            """,
        positionals: [Positional("EMAIL", "the address")],
        examples: ["mailer subscriber resume ana@example.org"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let address = try arguments.positional("EMAIL", EmailAddress.init)
        let registrar = try session.registrar(on: session.desk())
        guard let wasSuspended = try registrar.liftSuspension(of: address, now: session.now) else {
            throw Failure(.noInput, "nobody with that address is known")
        }
        try session.console.result(
            wasSuspended ? "gets issues again" : "nothing to do: not suspended", json: ["resumed": wasSuspended])
        return .ok
    }
}
