import Foundation

/// Whose export a file is, as its header tells: what its columns mean, and which of its people are not to be taken.
///
/// The shapes are those that the programs' own sources write: listmonk's `cmd/subscribers.go`, phpList's
/// `lists/admin/structure.php` and `actions/export.php`, and the CSV view of Postorius, Mailman 3's web interface, which
/// writes addresses alone, without a header.
enum ImportShape: String {
    case plain = "CSV"
    /// What `subscriber export` writes.
    case own = "Mailer"
    case listmonk
    case phpList
    case mailman = "Mailman 3"

    /// - Parameter header: the first line's fields, trimmed and in lower case.
    init(header: [String]) {
        let names = Set(header)
        if header.starts(with: ["email", "name", "language", "list", "state", "changed_at"]) {
            self = .own
        } else if names.isSuperset(of: ["uuid", "email", "attributes", "status"]) {
            self = .listmonk
        } else if names.contains("email"), !names.isDisjoint(with: ImportShape.phpListChecks.keys) {
            self = .phpList
        } else {
            self = .plain
        }
    }

    /// Columns that say nothing about the person, or that are not ours to keep, such as passwords; in lower case.
    var ignoredColumns: Set<String> {
        switch self {
        case .plain, .mailman: []
        case .own: ["list", "state", "changed_at"]
        case .listmonk: ["uuid", "status", "created_at", "updated_at"]
        case .phpList:
            [
                "id", "is this subscriber confirmed", "is this subscriber blacklisted",
                "did this subscriber manually confirm", "number of bounces", "entered", "last modified",
                "send this subscriber html emails", "rss frequency", "password", "is this account disabled?",
                "additional data", "foreign key", "list membership", "",
            ]
        }
    }

    /// Why a person of the file is not to be taken, nil when they are.
    /// - Parameter value: the field in a column, by its name in lower case.
    func refusal(_ value: (String) -> String?) -> String? {
        switch self {
        case .plain, .mailman: return nil
        case .own:
            guard let state = value("state"), state != "confirmed" else { return nil }
            return "the export has it as \(state.isEmpty ? "nothing" : state.filter(\.isLetter))"
        case .listmonk:
            guard let status = value("status"), status != "enabled" else { return nil }
            return "listmonk has it as \(status.filter(\.isLetter))"
        case .phpList:
            for (column, (wanted, reason)) in ImportShape.phpListChecks {
                if let found = value(column), !found.isEmpty, found != wanted { return reason }
            }
            return nil
        }
    }

    /// What the import's own file of rejected lines has before the columns of the file that it is of.
    static let rejectedColumns = ["line", "reason"]

    private static let phpListChecks = [
        "is this subscriber confirmed": ("1", "phpList has it as unconfirmed"),
        "is this subscriber blacklisted": ("0", "phpList has it on its blacklist"),
        "is this account disabled?": ("0", "phpList has it as disabled"),
    ]

    /// listmonk keeps what it knows besides in one column of JSON. Texts stay texts, anything else becomes its JSON.
    static func attributes(json text: String) throws -> [String: String] {
        if text.isEmpty || text == "{}" || text == "null" { return [:] }
        guard let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
            throw CocoaError(.coderReadCorrupt)
        }
        return try object.mapValues { value in
            if let text = value as? String { return text }
            let data = try JSONSerialization.data(
                withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes])
            return String(decoding: data, as: UTF8.self)
        }
    }
}
