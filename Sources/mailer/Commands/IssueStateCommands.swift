import Arguments
import Newsletter

private let issuePositional = Positional("ISSUE", "LIST/SLUG, or SLUG where that is unique")

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

enum IssueShowCommand: Subcommand {
    static let declaration = Command(
        ["issue", "show"], "show an issue's state and figures",
        positionals: [issuePositional], examples: ["mailer issue show 2020-01"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let issue = try session.issue(arguments.positional("ISSUE"), on: desk)
        let model = IssueModel(issue, try desk.counts(of: issue))
        try session.console.result(model.lines, json: model)
        return .ok
    }
}

/// What pause, resume and cancel have in common: one change of state, refused with the state that stands.
private func change(
    _ arguments: ParsedArguments, _ session: Session, _ verb: String,
    _ body: (Issue, any Desk) throws -> Issue?
) throws -> ExitCode {
    let desk = try session.desk()
    let issue = try session.issue(arguments.positional("ISSUE"), on: desk)
    guard let changed = try body(issue, desk) else {
        throw Failure(.data, "\(issue.list.text)/\(issue.slug.text) is \(issue.state.rawValue): it cannot be \(verb)")
    }
    let model = IssueModel(changed, try desk.counts(of: changed))
    try session.console.result("\(changed.list.text)/\(changed.slug.text) is \(changed.state.rawValue)", json: model)
    return .ok
}

enum IssuePauseCommand: Subcommand {
    static let declaration = Command(
        ["issue", "pause"], "hold an issue back until it is resumed",
        discussion: "What is on its way is finished; nothing more goes out.",
        positionals: [issuePositional], examples: ["mailer issue pause 2020-01"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        try change(arguments, session, "paused") { issue, desk in
            try desk.setState(.paused, of: issue, reason: "paused by an admin")
        }
    }
}

enum IssueResumeCommand: Subcommand {
    static let declaration = Command(
        ["issue", "resume"], "let a paused issue go on",
        positionals: [issuePositional], examples: ["mailer issue resume 2020-01"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        try change(arguments, session, "resumed") { issue, desk in
            guard issue.state == .paused else { return nil }
            return try desk.setState(issue.startedAt == nil ? .scheduled : .sending, of: issue, reason: nil)
        }
    }
}

enum IssueCancelCommand: Subcommand {
    static let declaration = Command(
        ["issue", "cancel"], "stop an issue for good",
        discussion: "What is on its way is finished; whoever has no copy yet gets none.",
        positionals: [issuePositional], examples: ["mailer issue cancel 2020-01"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        try change(arguments, session, "cancelled") { issue, desk in try desk.cancel(issue, now: session.now) }
    }
}
