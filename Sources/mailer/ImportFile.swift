import CSV
import Foundation
import Mail
import Membership

/// Reads people from a CSV file.
struct ImportFile {
    /// A line of the file that holds nobody.
    struct Rejection: Error, CustomStringConvertible {
        let description: String
    }

    struct Row {
        let line: Int
        /// Without what a file of rejected lines says of each line.
        let fields: [String]
        let person: Result<Profile, any Error>
    }

    private enum Column {
        case email, name, language, json, ignored
        case attribute(String)
    }

    let shape: ImportShape
    /// The names of the columns as the file has them.
    let header: [String]
    private let columns: [Column]
    private let positions: [String: Int]
    private let email: Int
    private let isRejectedFile: Bool
    private var file: CSVFile
    /// The first line of a file without a header.
    private var first: CSVRecord?

    /// - Parameter mapping: what columns are to be, by their names in lower case: `email`, `name`, `language`, the name of an
    ///   attribute, or nothing for a column that is left out.
    init(file path: String, mapping: [String: String]) throws {
        file = try CSVFile(path: path)
        guard let record = try file.next() else {
            throw Failure(.data, "\(path) is empty; its first line names the columns")
        }
        var names = record.fields.map(ImportFile.trimmed)
        isRejectedFile = names.starts(with: ImportShape.rejectedColumns)
        names = ImportFile.fields(names, isRejectedFile)
        var shape = ImportShape(header: names.map { $0.lowercased() })
        if names.count == 1, (try? Mailbox(names[0])) != nil {
            (shape, first, names) = (.mailman, record, ["email"])
        }
        header = names
        if shape == .own { names = names.map(CSVWriter.unguarded) }
        let lowered = names.map { $0.lowercased() }
        if let missing = mapping.keys.sorted().first(where: { !lowered.contains($0) }) {
            throw Failure(.data, "\(path):\(record.line): --map names a column that is not there: \(missing)")
        }
        let columns = names.map { ImportFile.column($0, shape, mapping) }
        let emails = columns.indices.filter { if case .email = columns[$0] { true } else { false } }
        guard let email = emails.first else {
            throw Failure(
                .data,
                "\(path):\(record.line): no column is called email; rename one there, or say --map COLUMN=email")
        }
        guard emails.count == 1 else {
            throw Failure(.data, "\(path):\(record.line): \(emails.count) columns are the email; leave one with --map")
        }
        positions = Dictionary(zip(lowered, lowered.indices)) { first, _ in first }
        self.shape = shape
        self.email = email
        self.columns = columns
    }

    /// How far the file is read, from 0 to 1; nil for a pipe.
    var progress: Double? {
        file.length.map { $0 == 0 ? 1 : min(1, Double(file.bytesRead) / Double($0)) }
    }

    /// The next line, nil at the end. Throws when the file can't be read on.
    mutating func next() throws -> Row? {
        let record: CSVRecord
        if let first {
            record = first
            self.first = nil
        } else {
            guard let next = try file.next() else { return nil }
            record = next
        }
        let fields = ImportFile.fields(record.fields, isRejectedFile)
        return Row(line: record.line, fields: fields, person: Result { try person(fields) })
    }

    private func person(_ raw: [String]) throws -> Profile {
        let fields = shape == .own ? raw.map(CSVWriter.unguarded) : raw
        guard fields.count == columns.count else {
            throw Rejection(description: "it has \(fields.count) fields, the first line has \(columns.count)")
        }
        if let refusal = shape.refusal({ name in positions[name].map { fields[$0] } }) {
            throw Rejection(description: refusal)
        }
        if shape == .mailman {
            let mailbox = try Mailbox(fields[email])
            return try GivenText.profile(mailbox.address, name: mailbox.name, language: nil, attributes: [:])
        }
        var name: String?
        var language: String?
        var attributes: [String: String] = [:]
        for (column, field) in zip(columns, fields) where !field.isEmpty {
            switch column {
            case .email, .ignored: break
            case .name: name = field
            case .language: language = field
            case .attribute(let key): attributes[key] = field
            case .json:
                guard let more = try? ImportShape.attributes(json: field) else {
                    throw Rejection(description: "its attributes are no JSON object")
                }
                attributes.merge(more) { own, _ in own }
            }
        }
        return try GivenText.profile(
            try EmailAddress(fields[email]), name: name, language: language, attributes: attributes)
    }

    private static func column(_ name: String, _ shape: ImportShape, _ mapping: [String: String]) -> Column {
        let lowered = name.lowercased()
        let meaning = mapping[lowered] ?? name
        switch meaning.lowercased() {
        case "email": return .email
        case "name": return .name
        case "language": return .language
        case "": return .ignored
        case _ where mapping[lowered] != nil: return .attribute(meaning)
        case "attributes" where shape == .listmonk: return .json
        case let column where shape.ignoredColumns.contains(column): return .ignored
        default: return .attribute(name)
        }
    }

    private static func fields(_ fields: [String], _ isRejectedFile: Bool) -> [String] {
        guard isRejectedFile else { return fields }
        return fields.dropFirst(ImportShape.rejectedColumns.count).map(CSVWriter.unguarded)
    }

    private static func trimmed(_ name: String) -> String {
        name.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
