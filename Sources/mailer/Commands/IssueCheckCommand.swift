import Arguments
import Newsletter
import Preflight

enum IssueCheckCommand: Subcommand {
    static let declaration = Command(
        ["issue", "check"], "look for what readers would stumble over",
        discussion: """
            Looks at the issue file, its versions in other languages, and what becomes of them: links, images, fields, \
            sizes, contrast, and what mail programs lack. Prints a line for each finding, FILE:LINE: SEVERITY: what it \
            is; the mend [CODE]. docs/writing-issues.md explains the codes. Exit code 65 with an error, else 0; with \
            --strict also 65 with a warning. With --quiet only errors are printed.
            """,
        positionals: [Positional("FILE", "the issue file")],
        options: [
            listOption,
            .flag("fetch", "ask each link's server whether the page is there"),
            .flag("strict", "let warnings count as errors for the exit code"),
        ],
        examples: [
            "mailer issue check Examples/2020-01-msme-newsletter.md",
            "mailer issue check 2020-02.md --fetch --strict",
        ])

    private struct Model: Encodable {
        var findings: [IssueFinding]
        var errors, warnings, notes: Int
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let checking = try IssueChecking(
            file: arguments.positional("FILE"), listOption: arguments.value("list", ListName.init),
            fetches: arguments.flag("fetch"), session, session.desk())
        let (errors, warnings) = (checking.count(.error), checking.count(.warning))
        let console = session.console
        if console.isJSON {
            try console.say(
                json: Model(
                    findings: checking.findings, errors: errors, warnings: warnings, notes: checking.count(.note)))
        } else {
            for finding in checking.findings where finding.severity == .error || !console.isQuiet {
                console.say(finding.description)
            }
            console.note(checking.summary ?? "nothing found")
        }
        return errors > 0 || (arguments.flag("strict") && warnings > 0) ? .data : .ok
    }
}
