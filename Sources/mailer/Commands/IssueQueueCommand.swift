import Arguments
import Composer
import Foundation
import Mail
import Newsletter

enum IssueQueueCommand: Subcommand {
    static let declaration = Command(
        ["issue", "queue"], "compose an issue and put it into the queue",
        discussion: """
            Stores the composed issue: later edits of the file change nothing. Without --at the readers are those of \
            this moment, and mailer send begins; with --at they are those of the moment when it is due. Queueing the \
            same content again changes nothing; another content under the same name is refused. An issue in which \
            mailer issue check finds errors is refused, unless --force says otherwise; warnings go to stderr.
            """,
        positionals: [Positional("FILE", "the issue file")],
        options: [
            listOption,
            .value("at", "TIME", "when to begin, such as 2020-01-31T09:00:00-05:00", default: "now"),
            .flag("force", "queue it in spite of errors that the check finds"),
            .value("zone", "NAME", "the time zone of a TIME without offset, such as America/Bogota"),
        ],
        examples: [
            "mailer issue queue Examples/2020-01-msme-newsletter.md --list msme",
            "mailer issue queue 2020-02.md --at 2020-02-03T09:00 --zone America/Bogota",
        ])

    private struct Model: Encodable {
        var issue, list, state: String
        var audience: Int
        var audienceIsEstimate: Bool
        var alreadyQueued: Bool
        var scheduledAt: Timestamp?
        /// Of the longest version.
        var htmlBytes: Int
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let composing = try IssueComposing(
            file: arguments.positional("FILE"), listOption: arguments.value("list", ListName.init), session, desk)
        try Obligations.check(composing, session.settings())
        let reader = try SampleReader.madeUp(composing, Links(session.settings()))
        let htmlBytes = composing.versions.map { $0.htmlByteCount(for: reader) }.max() ?? 0
        try check(composing, isForced: arguments.flag("force"), session)
        let new = try newIssue(composing, at: time(arguments, now: session.now))
        switch try desk.queue(new, now: session.now) {
        case .queued(let issue): try report(issue, isNew: true, htmlBytes, composing.list, desk, session)
        case .already(let issue) where issue.state == .cancelled:
            throw Failure(
                .data, "\(issue.list.text)/\(issue.slug.text) was cancelled; give the new one another slug")
        case .already(let issue): try report(issue, isNew: false, htmlBytes, composing.list, desk, session)
        case .taken(let issue):
            throw Failure(
                .data,
                "\(issue.list.text)/\(issue.slug.text) is queued already with another content; give this one another slug"
            )
        }
        return .ok
    }

    /// Shows what readers would stumble over, and refuses what would be broken for them.
    private static func check(_ composing: IssueComposing, isForced: Bool, _ session: Session) throws {
        let checking = try IssueChecking(composing, session)
        let isRefused = checking.count(.error) > 0 && !isForced
        for finding in checking.findings where finding.severity != .note {
            if isRefused && finding.severity == .error {
                Console.remark(finding.description + "\n")
            } else {
                session.console.note(finding.description)
            }
        }
        if isRefused {
            throw Failure(
                .data,
                "the check found \(checking.summary ?? "errors"), so nothing is queued; mend the errors, or give --force"
            )
        }
    }

    private static func newIssue(_ composing: IssueComposing, at time: Timestamp?) throws -> NewIssue {
        let encoder = JSONEncoder()
        let versions = try composing.versions.map { version in
            NewIssue.Version(
                language: version.language, subject: version.subject,
                composed: String(decoding: try encoder.encode(version), as: UTF8.self), webPage: version.webPage)
        }
        let original = versions[0]
        return NewIssue(
            list: composing.list, slug: composing.slug, subject: original.subject, language: original.language,
            digest: ComposedIssue.digest(of: composing.versions), sender: composing.from.address.envelope,
            composed: original.composed, webPage: original.webPage, versions: Array(versions.dropFirst()),
            media: composing.versions.flatMap(\.media).map { image in
                NewIssue.Media(name: image.name, type: image.type, bytes: image.bytes)
            },
            scheduledAt: time)
    }

    private static func time(_ arguments: ParsedArguments, now: Timestamp) throws -> Timestamp? {
        let zone = arguments.value("zone")
        guard let text = arguments.value("at") else {
            if zone != nil { throw arguments.badValue(of: "--zone", reason: "it belongs to --at") }
            return nil
        }
        let time: Timestamp
        do {
            time = try ScheduledTime.parse(text, zone: zone)
        } catch {
            throw arguments.badValue(of: "--at", reason: error.description)
        }
        guard time > now else {
            throw arguments.badValue(of: "--at", reason: "that moment has passed; leave --at out to begin now")
        }
        return time
    }

    private static func report(
        _ issue: Issue, isNew: Bool, _ htmlBytes: Int, _ list: MailingList, _ desk: any Desk, _ session: Session
    ) throws {
        let isScheduled = issue.state == .scheduled
        let audience = isScheduled ? try desk.audience(of: list, now: session.now) : issue.audience
        let name = "\(issue.list.text)/\(issue.slug.text)"
        let state =
            isScheduled
            ? "scheduled for \((issue.scheduledAt ?? session.now).rfc3339), now about \(audience) readers"
            : "\(issue.state.rawValue), \(audience) \(audience == 1 ? "reader" : "readers")"
        let next = isNew && !isScheduled ? "\nnext: mailer send" : ""
        try session.console.result(
            "\(isNew ? "queued" : "was queued before:") \(name): \(state)\(next)",
            json: Model(
                issue: issue.slug.text, list: issue.list.text, state: issue.state.rawValue, audience: audience,
                audienceIsEstimate: isScheduled, alreadyQueued: !isNew,
                scheduledAt: isScheduled ? issue.scheduledAt : nil, htmlBytes: htmlBytes))
    }
}
