import Arguments
import CSV
import Mail
import Membership
import Newsletter

enum SubscriberImportCommand: Subcommand {
    static let declaration = Command(
        ["subscriber", "import"], "add the people of a CSV file to a list",
        discussion: """
            The first line names the columns: `email` is needed, `name` and `language` are known, any other column \
            becomes an attribute. A confirmation is mailed to each new person, unless --confirmed says that all have \
            agreed elsewhere; --source then names where. Who has left or is suppressed is never brought back, and the \
            same file can be imported again. A line that cannot be used is told with its number and left out.
            """,
        positionals: [Positional("FILE", "the CSV file")],
        options: [
            .value("list", "LIST", "the list", isRequired: true),
            .flag("confirmed", "the people have agreed already"),
            .value("source", "TEXT", "where they agreed"),
            .flag("dry-run", "only say what would be done"),
        ],
        examples: [
            "mailer subscriber import readers.csv --list msme --dry-run",
            "mailer subscriber import readers.csv --list msme --confirmed --source fair",
        ])

    /// Rows in one transaction: others get their turn between two.
    private static let batch = 2_000

    private struct Row {
        let line: Int
        let profile: Profile
    }

    /// Ends a transaction whose work is not wanted.
    private struct DryRun: Error {}

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let source = try SubscriberAddCommand.consentSource(arguments)
        let file = arguments.positional("FILE")
        let isDryRun = arguments.flag("dry-run")
        let desk = try session.desk()
        let list = try session.list(named: arguments.requiredValue("list", ListName.init), on: desk)
        let registrar = try session.registrar(on: desk)
        var reader: ImportReader
        do { reader = try ImportReader(file: file) } catch let error as CSVError { throw Failure(.data, "\(error)") }

        var counts: [Registrar.Admission: Int] = [:]
        var rejected = 0
        var isAtEnd = false
        while !isAtEnd {
            var rows: [Row] = []
            while rows.count < batch {
                guard let (line, result) = try reader.next() else {
                    isAtEnd = true
                    break
                }
                switch result {
                case .success(let profile): rows.append(Row(line: line, profile: profile))
                case .failure(let reason):
                    rejected += 1
                    session.console.note("\(file):\(line): left out: \(reason)")
                }
            }
            let admissions = try admit(rows.map(\.profile), isDryRun, desk) { profile in
                try registrar.admit(profile, to: list, consentSource: source, now: session.now)
            }
            for admission in admissions { counts[admission, default: 0] += 1 }
        }
        try report(counts, rejected, isDryRun, session)
        return .ok
    }

    private static func admit(
        _ profiles: [Profile], _ isDryRun: Bool, _ desk: any Desk,
        _ admit: (Profile) throws -> Registrar.Admission
    ) throws -> [Registrar.Admission] {
        var admissions: [Registrar.Admission] = []
        do {
            try desk.transaction {
                admissions = try profiles.map(admit)
                if isDryRun { throw DryRun() }
            }
        } catch is DryRun {}
        return admissions
    }

    private static func report(
        _ counts: [Registrar.Admission: Int], _ rejected: Int, _ isDryRun: Bool, _ session: Session
    ) throws {
        var model = Dictionary(
            uniqueKeysWithValues: Registrar.Admission.allCases.map {
                ($0.rawValue.replacing(" ", with: "_"), counts[$0] ?? 0)
            })
        model["rejected"] = rejected
        var rows = Registrar.Admission.allCases.compactMap { admission in
            counts[admission].map { ["\($0)", admission.rawValue] }
        }
        if rejected > 0 { rows.append(["\(rejected)", "left out, see above"]) }
        if rows.isEmpty { rows.append(["0", "rows"]) }
        let title = isDryRun ? "would be:\n" : ""
        try session.console.result(title + rows.columns(), json: model)
    }
}

/// Reads people from a CSV file whose first line names the columns.
private struct ImportReader {
    private struct Rejection: Error, CustomStringConvertible {
        let description: String
    }

    private var file: CSVFile
    private let columns: [String]
    private let email: Int

    init(file path: String) throws {
        file = try CSVFile(path: path)
        guard let header = try file.next() else {
            throw Failure(.data, "\(path) is empty; its first line names the columns")
        }
        let names = header.fields.map { name in
            let name = name.trimmingPrefix { $0.isWhitespace }
            return String(name.reversed().trimmingPrefix { $0.isWhitespace }.reversed())
        }
        guard let email = names.firstIndex(where: { $0.lowercased() == "email" }) else {
            throw Failure(.data, "\(path):\(header.line): no column is called email; the first line names the columns")
        }
        self.email = email
        columns = names
    }

    /// The next line's number and person, or why it is none; nil at the end.
    mutating func next() throws -> (line: Int, Result<Profile, any Error>)? {
        guard let record = try file.next() else { return nil }
        return (record.line, Result { try profile(record.fields) })
    }

    private func profile(_ fields: [String]) throws -> Profile {
        guard fields.count == columns.count else {
            throw Rejection(description: "it has \(fields.count) fields, the first line has \(columns.count)")
        }
        var name: String?
        var language: String?
        var attributes: [String: String] = [:]
        for (column, field) in zip(columns, fields) where !field.isEmpty {
            switch column.lowercased() {
            case "email": break
            case "name": name = field
            case "language": language = field
            default: attributes[column] = field
            }
        }
        return Profile(
            address: try EmailAddress(fields[email]), name: name, language: language, attributes: attributes)
    }
}
