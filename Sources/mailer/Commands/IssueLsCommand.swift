import Arguments

enum IssueLsCommand: Subcommand {
    static let declaration = Command(
        ["issue", "ls"], "name all issues and their states",
        examples: ["mailer issue ls"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let models = try desk.issues().map { IssueModel($0, try desk.counts(of: $0)) }
        if session.console.isJSON {
            try session.console.say(json: models)
        } else if models.isEmpty {
            session.console.note("no issues yet; mailer issue queue makes one")
        } else {
            let rows = models.map { model in
                [
                    "\(model.list)/\(model.issue)", model.state, "\(model.counts["sent"] ?? 0)",
                    "\(model.counts["audience"] ?? 0)", model.subject,
                ]
            }
            session.console.say(([["ISSUE", "STATE", "SENT", "READERS", "SUBJECT"]] + rows).columns())
        }
        return .ok
    }
}
