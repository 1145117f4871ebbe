import Arguments
import Newsletter

enum ListShowCommand: Subcommand {
    static let declaration = Command(
        ["list", "show"], "show a list and how many are subscribed",
        positionals: [Positional("NAME", "the list")],
        options: [.flag("embed", "print HTML for a sign-up form on another site")],
        examples: ["mailer list show msme", "mailer list show msme --embed"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let list = try session.list(named: arguments.positional("NAME", ListName.init), on: desk)
        if arguments.flag("embed") {
            let form = EmbeddableForm(
                list: list, fields: try desk.fields(of: list), publicURL: try session.settings().publicURL)
            try session.console.result(form.html, json: ["html": form.html])
            return .ok
        }
        let model = ListModel(
            list, counts: try desk.subscriptionCounts(of: list), leavings: try desk.leavings(of: list))
        try session.console.result(model.lines, json: model)
        return .ok
    }
}
