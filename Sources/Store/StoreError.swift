import CSQLite
import Outbox

/// What can go wrong with the database. Messages name no value that was bound to a statement: it may be a reader's address.
public enum StoreError: Error, Equatable, CustomStringConvertible {
    case noDatabase(path: String)
    case cannotOpen(path: String, reason: String)
    case notOurs(path: String)
    case newerSchema(path: String, found: Int32, known: Int32)
    case busy(path: String)
    case full(path: String)
    case readOnly(path: String)
    /// Any other failure: SQLite's extended result code, its message, and the statement without its values.
    case sqlite(code: Int32, message: String, sql: String)
    /// A value in the database that this program never wrote.
    case damaged(String)

    public var description: String {
        switch self {
        case .noDatabase(let path): "there is no database at \(path); mailer init makes it"
        case .cannotOpen(let path, let reason): "cannot open the database \(path): \(reason)"
        case .notOurs(let path): "\(path) is a database of another program; name another file under `database`"
        case .newerSchema(let path, let found, let known):
            "\(path) was written by a newer mailer (schema \(found), this one knows \(known)); install the newer one"
        case .busy(let path):
            "\(path) has been locked by another process for too long; end what holds it (a SQLite shell?) and try again"
        case .full(let path): "the disk of \(path) is full; make room and try again: nothing that was recorded is lost"
        case .readOnly(let path): "\(path) or its folder cannot be written; check its owner and permissions"
        case .sqlite(let code, let message, let sql): "SQLite error \(code): \(message), in: \(sql)"
        case .damaged(let what): "the database holds \(what); restore a backup, or mend it by hand"
        }
    }

    init(code: Int32, message: String, sql: String, path: String) {
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(path: path)
        case SQLITE_FULL: self = .full(path: path)
        case SQLITE_READONLY: self = .readOnly(path: path)
        case SQLITE_NOTADB: self = .notOurs(path: path)
        case SQLITE_CORRUPT: self = .damaged("pages that contradict each other (\(message))")
        case SQLITE_CANTOPEN: self = .cannotOpen(path: path, reason: message)
        default: self = .sqlite(code: code, message: message, sql: sql)
        }
    }
}

extension StoreError: PassingFailure {
    public var mayPass: Bool {
        switch self {
        case .busy, .full: true
        default: false
        }
    }
}
