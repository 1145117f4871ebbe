import Arguments
import Newsletter

enum ListLsCommand: Subcommand {
    static let declaration = Command(
        ["list", "ls"], "name all lists", examples: ["mailer list ls"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let models = try desk.lists().map { ListModel($0, counts: try desk.subscriptionCounts(of: $0)) }
        if session.console.isJSON {
            try session.console.say(json: models)
        } else if models.isEmpty {
            session.console.note("no lists yet; mailer list create makes one")
        } else {
            let rows = models.map { model in
                [model.list, "\(model.subscriptions?[SubscriptionState.confirmed.rawValue] ?? 0)", model.title]
            }
            session.console.say(([["LIST", "READERS", "TITLE"]] + rows).columns())
        }
        return .ok
    }
}
