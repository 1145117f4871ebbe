import Arguments
import Newsletter

enum ListShowCommand: Subcommand {
    static let declaration = Command(
        ["list", "show"], "show a list and how many are subscribed",
        positionals: [Positional("NAME", "the list")], examples: ["mailer list show msme"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let list = try session.list(named: arguments.positional("NAME", ListName.init), on: desk)
        let model = ListModel(list, counts: try desk.subscriptionCounts(of: list))
        try session.console.result(model.lines, json: model)
        return .ok
    }
}
