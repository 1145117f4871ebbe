import Arguments
import Mail
import Membership

private let pattern = Positional("PATTERN", "an address, a domain, or *.DOMAIN for its subdomains")

enum SuppressAddCommand: Subcommand {
    static let declaration = Command(
        ["suppress", "add"], "keep an address or a domain out",
        discussion: """
            Suppressed addresses get no mail, from running issues too. A block is for ever; with --no-import the \
            person's own request on the form still earns a confirmation mail.
            """,
        positionals: [pattern],
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

enum SuppressRmCommand: Subcommand {
    static let declaration = Command(
        ["suppress", "rm"], "lift a suppression",
        positionals: [pattern], examples: ["mailer suppress rm '*.example.org'"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let lifted = try session.desk().unsuppress(
            arguments.positional("PATTERN", SuppressionPattern.init), keys: session.keys())
        guard lifted else { throw Failure(.noInput, "nothing of that name is suppressed; see mailer suppress ls") }
        try session.console.result("lifted", json: ["result": "lifted"])
        return .ok
    }
}

enum SuppressLsCommand: Subcommand {
    static let declaration = Command(
        ["suppress", "ls"], "name what is suppressed",
        discussion: "An address whose person is not known here is kept as a mark alone and cannot be shown.",
        examples: ["mailer suppress ls"])

    private struct Model: Encodable {
        var kind, reason: String
        var pattern: String?
        var at: Timestamp
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let lines = try session.desk().suppressions()
        if session.console.isJSON {
            try session.console.say(
                json: lines.map { Model(kind: $0.kind.rawValue, reason: $0.reason, pattern: $0.pattern, at: $0.at) })
        } else if lines.isEmpty {
            session.console.note("nothing is suppressed")
        } else {
            session.console.say(
                lines.map { [$0.kind.rawValue, $0.pattern ?? "(an address)", $0.at.rfc3339, $0.reason] }.columns())
        }
        return .ok
    }
}
