import Arguments
import Mail

enum SubscriberEraseCommand: Subcommand {
    static let declaration = Command(
        ["subscriber", "erase"], "erase a person's data",
        discussion: """
            Empties all that is kept of the person: address, name, attributes, network addresses, what mail servers said. \
            The consent record stays, without the person, and so do the counts of issues. A mark that is no address keeps \
            imports from bringing the person back; their own request on the form lifts it. Nothing can undo this.
            """,
        positionals: [Positional("EMAIL", "the address")], examples: ["mailer subscriber erase ana@example.org"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let address = try arguments.positional("EMAIL", EmailAddress.init)
        guard try session.desk().erase(address, keys: session.keys(), now: session.now) else {
            throw Failure(.noInput, "nobody with that address is known")
        }
        try session.console.result("erased", json: ["result": "erased"])
        return .ok
    }
}
