import Arguments
import Mail

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
