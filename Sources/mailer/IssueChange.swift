import Arguments
import Newsletter

/// What the commands on a queued issue take.
let issuePositional = Positional("ISSUE", "LIST/SLUG, or SLUG where that is unique")

/// What pause, resume and cancel have in common: one change of state, refused with the state that stands.
func changeIssue(
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
