import Arguments
import CSV
import Foundation
import Mail
import Membership
import Newsletter

enum SubscriberImportCommand: Subcommand {
    static let declaration = Command(
        ["subscriber", "import"], "add the people of a CSV file to a list",
        discussion: """
            The first line names the columns: `email` is needed, `name` and `language` are known, any other column \
            becomes an attribute; --map says what a column of another name is. Delimiter and encoding (UTF-8, \
            Windows-1252) are found out. The exports of listmonk, phpList, Mailman 3 (Postorius) and of Mailer itself \
            are known by their columns, and whoever is blocked or unconfirmed there is left out. A \
            mended file of --rejected can be imported.

            A confirmation is mailed to each new person, unless --confirmed says that all have agreed elsewhere; \
            --source then names where. Who has left or is suppressed is never brought back, and the same file can be \
            imported again. A line that cannot be used is told with its number and left out.
            """,
        positionals: [Positional("FILE", "the CSV file")],
        options: [
            .value("list", "LIST", "the list", isRequired: true),
            .flag("confirmed", "the people have agreed already"),
            .value("source", "TEXT", "where they agreed"),
            .value("map", "COLUMN=NAME", "what a column is; no NAME: nothing", isRepeatable: true),
            .value("rejected", "FILE", "write what is left out to a new file, as CSV"),
            .flag("dry-run", "only say what would be done"),
        ],
        examples: [
            "mailer subscriber import readers.csv --list msme --dry-run",
            "mailer subscriber import readers.csv --list msme --confirmed --source fair",
            "mailer subscriber import old.csv --list msme --map \"E-Mail Address=email\"",
        ])

    /// Rows in one transaction: enough that a commit costs little a row, few enough that others get their turn.
    private static let batch = 50_000
    /// The same with a mail to compose for each.
    private static let batchWithMail = 500

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let source = try SubscriberAddCommand.consentSource(arguments)
        let mapping = try mapping(arguments)
        let path = arguments.positional("FILE")
        let isDryRun = arguments.flag("dry-run")
        guard access(path, R_OK) == 0 else {
            throw Failure(
                .noInput, "cannot read \(path): \(String(cString: strerror(errno))); check its name and rights")
        }
        let desk = try session.desk(cache: .large)
        let list = try session.list(named: arguments.requiredValue("list", ListName.init), on: desk)
        let registrar = try session.registrar(on: desk)
        let file = try ImportFile(file: path, mapping: mapping)
        if file.shape != .plain { session.console.note("this is an export of \(file.shape.rawValue)") }
        let report = try ImportReport(
            session.console, file: path, header: file.header, rejectedPath: arguments.value("rejected"))

        let batches = ImportBatches(file, limit: source == nil && !isDryRun ? batchWithMail : batch)
        defer { batches.giveUp() }
        let progress = ImportProgress(session.console)
        var preview = ImportPreview()
        var count = 0
        do {
            while let batch = try batches.next() {
                progress.end()
                let people = try people(in: batch, report)
                let profiles = people.map(\.profile)
                let admissions =
                    isDryRun
                    ? try preview.admissions(of: profiles, to: list, consentSource: source, registrar)
                    : try registrar.admit(profiles, to: list, consentSource: source, now: session.now)
                for (admission, person) in zip(admissions, people) { try report.add(admission, person.row) }
                count += batch.rows.count
                progress.show(rows: count, progress: batch.progress)
            }
        } catch {
            progress.end()
            throw isDryRun ? Failure(error) : broken(error, rowsIn: count)
        }
        progress.end()
        try report.end(isDryRun: isDryRun)
        return .ok
    }

    /// The people of a batch; whoever is none goes into the report.
    private static func people(
        in batch: ImportBatches.Batch, _ report: ImportReport
    ) throws -> [(row: ImportFile.Row, profile: Profile)] {
        var people: [(row: ImportFile.Row, profile: Profile)] = []
        people.reserveCapacity(batch.rows.count)
        for row in batch.rows {
            switch row.person {
            case .success(let profile): people.append((row, profile))
            case .failure(let reason): try report.reject(row, reason)
            }
        }
        return people
    }

    /// Whole batches are in the database by then, and stay there.
    private static func broken(_ error: any Error, rowsIn count: Int) -> Failure {
        let failure = Failure(error)
        let mend = error is CSVError ? "mend the file and import it again" : "import the file again"
        return Failure(failure.code, "\(failure.message)\n\(count) rows are in; \(mend)")
    }

    private static func mapping(_ arguments: ParsedArguments) throws -> [String: String] {
        var mapping: [String: String] = [:]
        for pair in arguments.values("map") {
            // The name of a column may have an equals sign in it, what it is to be has not.
            guard let sign = pair.lastIndex(of: "="), sign != pair.startIndex else {
                throw arguments.badValue(of: "--map", reason: "write it as COLUMN=NAME, or COLUMN= to leave it out")
            }
            mapping[pair[..<sign].lowercased()] = String(pair[pair.index(after: sign)...])
        }
        return mapping
    }
}

/// Says what an import would do without doing it: also for somebody who stands in the file twice.
private struct ImportPreview {
    /// Hashes of the addresses that would be in by now: 8 bytes each, where addresses would fill the memory.
    private var seen: Set<Int> = []

    mutating func admissions(
        of profiles: [Profile], to list: MailingList, consentSource: String?, _ registrar: Registrar
    ) throws -> [Registrar.Admission] {
        try profiles.map { profile in
            let admission = try registrar.preview(profile, to: list, consentSource: consentSource)
            switch admission {
            case .confirmed where !seen.insert(profile.address.hashValue).inserted: return .alreadySubscribed
            case .invited where !seen.insert(profile.address.hashValue).inserted: return .alreadyInvited
            default: return admission
            }
        }
    }
}
