import Arguments
import CSV
import Mail
import Membership
import Newsletter

enum SubscriberExportCommand: Subcommand {
    static let declaration = Command(
        ["subscriber", "export"], "write subscriptions, the consent record, or one person's data",
        discussion: """
            One line for each subscription, on stdout; with --consent one for each line of the consent record. In CSV, \
            a value that a spreadsheet would take for a formula gets an apostrophe in front. With --json the same as one \
            JSON array, with --format jsonl as one JSON object a line.

            EMAIL with --personal answers a data request: one JSON document with all that is kept of the person.
            """,
        positionals: [Positional("EMAIL", "whose data, with --personal", isRequired: false)],
        options: [
            .value("list", "LIST", "only this list"),
            .value("state", "STATE", "pending, confirmed or unsubscribed"),
            .value("format", "FORMAT", "csv or jsonl", default: "csv"),
            .flag("consent", "the consent record"),
            .flag("personal", "all that is kept of EMAIL"),
        ],
        examples: [
            "mailer subscriber export --list msme > readers.csv",
            "mailer subscriber export --consent --format jsonl > consent.jsonl",
            "mailer subscriber export ana@example.org --personal > ana.json",
        ])

    private struct Subscription: Encodable {
        var email, list, state: String
        var name, language: String?
        var attributes: [String: String]
        var changedAt: Timestamp

        init(_ row: ExportedSubscription) {
            email = row.email
            list = row.list.text
            state = row.state.rawValue
            name = row.name
            language = row.language
            attributes = row.attributes
            changedAt = row.changedAt
        }
    }

    private struct Consent: Encodable {
        var email, list, event, source: String
        var at: Timestamp
        var network, wording: String?
        var wordingVersion: Int64?

        init(_ row: ExportedConsent) {
            email = row.email
            list = row.list.text
            event = row.entry.event.rawValue
            source = row.entry.source
            at = row.entry.at
            network = row.entry.network
            wording = row.entry.wording
            wordingVersion = row.entry.wordingVersion
        }
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        if let email = arguments.positionals("EMAIL").first {
            guard arguments.flag("personal") else {
                throw arguments.badValue(of: "EMAIL", reason: "it belongs to --personal")
            }
            return try exportPerson(email, arguments, desk, session.console)
        }
        guard !arguments.flag("personal") else {
            throw arguments.badValue(of: "--personal", reason: "it needs EMAIL, whose data to write")
        }
        let format = try format(arguments, session.console)
        let list = try arguments.value("list", ListName.init).map { try session.list(named: $0, on: desk) }
        if arguments.flag("consent") {
            try exportConsent(list, desk, format)
        } else {
            try exportSubscriptions(
                SubscriptionFilter(list: list?.id, state: try SubscriberLsCommand.state(arguments)), desk, format)
        }
        return .ok
    }

    private static func exportPerson(
        _ email: String, _ arguments: ParsedArguments, _ desk: any Desk, _ console: Console
    ) throws -> ExitCode {
        let address = try arguments.positional("EMAIL", EmailAddress.init)
        guard let data = try desk.personalData(of: address) else {
            throw Failure(.noInput, "nobody with that address is known")
        }
        try console.say(json: PersonalDataModel(data))
        return .ok
    }

    // MARK: - Rows

    private enum Format {
        case csv(Console)
        case lines(Console)
        case array(JSONArrayWriter)
    }

    private static func format(_ arguments: ParsedArguments, _ console: Console) throws -> Format {
        switch arguments.value("format") {
        case nil where console.isJSON: .array(JSONArrayWriter(console))
        case "jsonl": .lines(console)
        case nil, "csv": .csv(console)
        default: throw arguments.badValue(of: "--format", reason: "it must be csv or jsonl")
        }
    }

    private static func exportSubscriptions(_ filter: SubscriptionFilter, _ desk: any Desk, _ format: Format) throws {
        switch format {
        case .lines(let console):
            try desk.exportSubscriptions(filter) { try console.say(json: Subscription($0)) }
        case .array(let array):
            try desk.exportSubscriptions(filter) { try array.append(Subscription($0)) }
            array.end()
        case .csv(let console):
            // Two passes: the columns are the attributes that occur.
            var attributes: Set<String> = []
            try desk.exportSubscriptions(filter) { attributes.formUnion($0.attributes.keys) }
            let columns = attributes.sorted()
            let output = CSVOutput(console, ["email", "name", "language", "list", "state", "changed_at"] + columns)
            try desk.exportSubscriptions(filter) { row in
                output.write(
                    [
                        row.email, row.name ?? "", row.language ?? "", row.list.text, row.state.rawValue,
                        row.changedAt.rfc3339,
                    ] + columns.map { row.attributes[$0] ?? "" })
            }
            output.end()
        }
    }

    private static func exportConsent(_ list: MailingList?, _ desk: any Desk, _ format: Format) throws {
        switch format {
        case .lines(let console): try desk.exportConsent(of: list) { try console.say(json: Consent($0)) }
        case .array(let array):
            try desk.exportConsent(of: list) { try array.append(Consent($0)) }
            array.end()
        case .csv(let console):
            let output = CSVOutput(
                console, ["email", "list", "at", "event", "source", "network", "wording_version", "wording"])
            try desk.exportConsent(of: list) { row in
                let entry = row.entry
                output.write([
                    row.email, row.list.text, entry.at.rfc3339, entry.event.rawValue, entry.source,
                    entry.network ?? "", entry.wordingVersion.map(String.init) ?? "", entry.wording ?? "",
                ])
            }
            output.end()
        }
    }
}

/// CSV on stdout, in pieces large enough that a million rows are quick.
private final class CSVOutput {
    private let console: Console
    private let writer = CSVWriter()
    private var buffer: [UInt8] = []

    init(_ console: Console, _ header: [String]) {
        self.console = console
        writer.append(header, to: &buffer)
    }

    func write(_ fields: [String]) {
        writer.append(fields, to: &buffer)
        if buffer.count > 65_536 { end() }
    }

    func end() {
        console.write(String(decoding: buffer, as: UTF8.self))
        buffer.removeAll(keepingCapacity: true)
    }
}
