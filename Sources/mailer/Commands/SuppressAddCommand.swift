import Arguments
import Membership

enum SuppressAddCommand: Subcommand {
    static let declaration = Command(
        ["suppress", "add"], "keep an address or a domain out",
        discussion: """
            Suppressed addresses get no mail, from running issues too. A block is for ever; with --no-import the \
            person's own request on the form still earns a confirmation mail.
            """,
        positionals: [suppressionPattern],
        options: [
            .value("reason", "TEXT", "why, for whoever reads the list later", default: "admin"),
            .flag("no-import", "only imports and admins are kept from adding it"),
        ],
        examples: ["mailer suppress add '*.example.org' --reason \"asked by their office\""])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let kind: SuppressionKind = arguments.flag("no-import") ? .noImport : .block
        try session.desk().suppress(
            arguments.positional("PATTERN", SuppressionPattern.init), kind,
            reason: arguments.value("reason") ?? "admin", keys: session.keys(), now: session.now)
        try session.console.result("suppressed", json: ["result": "suppressed", "kind": kind.rawValue])
        return .ok
    }
}
