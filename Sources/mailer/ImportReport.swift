import CSV
import Foundation
import Membership

/// What became of the lines of an import: figures for the end, remarks on the way, and the file of what was left out.
final class ImportReport {
    private let console: Console
    private let file: String
    private let rejectedFile: FileHandle?
    private let writer = CSVWriter()
    private(set) var counts: [Registrar.Admission: Int] = [:]
    private(set) var rejected = 0

    /// Remarks on single lines; the file of a large import would drown everything else.
    private static let remarks = 20

    /// - Parameters:
    ///   - file: the import's name.
    ///   - rejectedPath: where the lines go that were left out, with their number and the reason.
    init(_ console: Console, file: String, header: [String], rejectedPath: String?) throws {
        self.console = console
        self.file = file
        guard let rejectedPath else {
            rejectedFile = nil
            return
        }
        // Never in the place of a file: it may be the one that is imported.
        let descriptor = open(rejectedPath, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                .data,
                errno == EEXIST
                    ? "\(rejectedPath) is there already; name another file for --rejected"
                    : "cannot write \(rejectedPath): \(String(cString: strerror(errno))); is its folder there?")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        rejectedFile = handle
        try handle.write(contentsOf: writer.record(["line", "reason"] + header))
    }

    func add(_ admission: Registrar.Admission, _ row: ImportFile.Row) throws {
        counts[admission, default: 0] += 1
        switch admission {
        case .unsubscribed, .suppressed: try write(row, admission.rawValue)
        case .confirmed, .invited, .alreadySubscribed, .alreadyInvited: break
        }
    }

    func reject(_ row: ImportFile.Row, _ reason: any Error) throws {
        rejected += 1
        if rejected <= ImportReport.remarks {
            console.note("\(file):\(row.line): left out: \(reason)")
        } else if rejected == ImportReport.remarks + 1 {
            let place =
                rejectedFile == nil ? "--rejected FILE.csv keeps them all" : "all are in the file of --rejected"
            console.note("more lines are left out; \(place)")
        }
        try write(row, "\(reason)")
    }

    private func write(_ row: ImportFile.Row, _ reason: String) throws {
        try rejectedFile?.write(contentsOf: writer.record(["\(row.line)", reason] + row.fields))
    }

    /// The figures, for people and for programs.
    func end(isDryRun: Bool) throws {
        try rejectedFile?.close()
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
        try console.result((isDryRun ? "would be:\n" : "") + rows.columns(), json: model)
    }
}
