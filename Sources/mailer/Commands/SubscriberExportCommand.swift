import Arguments
import CSV
import Mail
import Membership
import Newsletter

enum SubscriberExportCommand: Subcommand {
    static let declaration = Command(
        ["subscriber", "export"], "write all subscriptions as CSV",
        discussion: """
            One line for each subscription, on stdout. A value that a spreadsheet would take for a formula gets an \
            apostrophe in front. With --json the same as one JSON array.
            """,
        options: [.value("list", "LIST", "only this list")],
        examples: ["mailer subscriber export --list msme > readers.csv"])

    private struct Model: Encodable {
        var email, list, state: String
        var name, language: String?
        var attributes: [String: String]
        var changedAt: Timestamp
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let list = try arguments.value("list", ListName.init).map { try session.list(named: $0, on: desk) }
        if session.console.isJSON {
            try exportJSON(list, desk, session.console)
        } else {
            try exportCSV(list, desk, session.console)
        }
        return .ok
    }

    private static func exportCSV(_ list: MailingList?, _ desk: any Desk, _ console: Console) throws {
        // Two passes: the columns are the attributes that occur.
        var attributes: Set<String> = []
        try desk.exportSubscriptions(of: list) { attributes.formUnion($0.attributes.keys) }
        let columns = attributes.sorted()
        let writer = CSVWriter()
        func write(_ fields: [String]) { console.write(String(decoding: writer.record(fields), as: UTF8.self)) }
        write(["email", "name", "language", "list", "state", "changed_at"] + columns)
        try desk.exportSubscriptions(of: list) { row in
            let fixed = [
                row.email, row.name ?? "", row.language ?? "", row.list.text, row.state.rawValue, row.changedAt.rfc3339,
            ]
            write(fixed + columns.map { row.attributes[$0] ?? "" })
        }
    }

    private static func exportJSON(_ list: MailingList?, _ desk: any Desk, _ console: Console) throws {
        let array = JSONArrayWriter(console)
        try desk.exportSubscriptions(of: list) { row in
            try array.append(
                Model(
                    email: row.email, list: row.list.text, state: row.state.rawValue, name: row.name,
                    language: row.language, attributes: row.attributes, changedAt: row.changedAt))
        }
        array.end()
    }
}
