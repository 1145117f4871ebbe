import CSQLite
import Mail

/// A prepared statement; made once for each connection and reused.
final class Statement {
    fileprivate let handle: OpaquePointer

    init(_ sql: String, on database: OpaquePointer, path: String) throws(StoreError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else {
            throw StoreError(
                code: sqlite3_extended_errcode(database), message: String(cString: sqlite3_errmsg(database)), sql: sql,
                path: path)
        }
        self.handle = handle
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ values: [any SQLValue]) {
        precondition(
            values.count == Int(sqlite3_bind_parameter_count(handle)), "as many values as the statement has parameters")
        for (index, value) in values.enumerated() { value.bind(to: handle, at: Int32(index + 1)) }
    }

    /// One value, without touching the others.
    func bind(_ value: some SQLValue, at index: Int32) { value.bind(to: handle, at: index) }

    /// The next row, or nil at the end.
    func step(path: String) throws(StoreError) -> Row? {
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return Row(handle: handle)
        case SQLITE_DONE: return nil
        default:
            let database = sqlite3_db_handle(handle)
            throw StoreError(
                code: sqlite3_extended_errcode(database), message: String(cString: sqlite3_errmsg(database)),
                sql: sqlite3_sql(handle).map { String(cString: $0) } ?? "", path: path)
        }
    }

    /// Ready to run again with the values that it has.
    func rewind() { sqlite3_reset(handle) }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }
}

/// The row that a statement stands on; valid until the next step.
struct Row {
    fileprivate let handle: OpaquePointer

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
    func double(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }
    func bool(_ column: Int32) -> Bool { int(column) != 0 }
    func time(_ column: Int32) -> Timestamp { Timestamp(seconds: int(column)) }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
        return String(decoding: bytes, as: UTF8.self)
    }

    func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    func optionalInt(_ column: Int32) -> Int64? { isNull(column) ? nil : int(column) }
    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
    func optionalTime(_ column: Int32) -> Timestamp? { isNull(column) ? nil : time(column) }
}

/// What a statement's parameter can be.
protocol SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32)
}

extension Int64: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) { sqlite3_bind_int64(statement, index, self) }
}

extension Int: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) { sqlite3_bind_int64(statement, index, Int64(self)) }
}

extension Int32: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) { sqlite3_bind_int64(statement, index, Int64(self)) }
}

extension Bool: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) { sqlite3_bind_int64(statement, index, self ? 1 : 0) }
}

extension Double: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) { sqlite3_bind_double(statement, index, self) }
}

extension Timestamp: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) { sqlite3_bind_int64(statement, index, seconds) }
}

extension String: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) {
        // The length is given: a NUL inside the text must not cut it.
        sqlite3_bind_text(statement, index, self, Int32(utf8.count), csqlite_transient())
    }
}

extension [UInt8]: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) {
        withUnsafeBytes { bytes in
            // A null pointer would bind NULL; an empty blob is none.
            if let start = bytes.baseAddress, !bytes.isEmpty {
                _ = sqlite3_bind_blob(statement, index, start, Int32(bytes.count), csqlite_transient())
            } else {
                _ = sqlite3_bind_zeroblob(statement, index, 0)
            }
        }
    }
}

extension Optional: SQLValue where Wrapped: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) {
        switch self {
        case .some(let value): value.bind(to: statement, at: index)
        case .none: sqlite3_bind_null(statement, index)
        }
    }
}
