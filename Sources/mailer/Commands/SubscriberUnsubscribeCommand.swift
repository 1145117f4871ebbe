import Arguments
import Mail
import Newsletter

enum SubscriberUnsubscribeCommand: Subcommand {
    static let declaration = Command(
        ["subscriber", "unsubscribe"], "end a person's subscriptions",
        discussion: """
            For whoever asked by letter or telephone. Nothing is mailed to the person, and the consent record says that an \
            admin did it. Issues that are going out leave them out at once.
            """,
        positionals: [Positional("EMAIL", "the address")],
        options: [.value("list", "LIST", "only this list", default: "all")],
        examples: ["mailer subscriber unsubscribe ana@example.org --list msme"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let address = try arguments.positional("EMAIL", EmailAddress.init)
        let desk = try session.desk()
        let list = try arguments.value("list", ListName.init).map { try session.list(named: $0, on: desk) }
        guard let left = try session.registrar(on: desk).unsubscribe(address, from: list, now: session.now) else {
            throw Failure(.noInput, "nobody with that address is known")
        }
        let names = left.map(\.text)
        try session.console.result(
            names.isEmpty ? "nothing to do: not subscribed" : "unsubscribed from \(names.joined(separator: ", "))",
            json: ["unsubscribed": names])
        return .ok
    }
}
