import CSQLite
import Foundation

/// One connection to the SQLite file. Opening it brings the schema up to date.
///
/// `@unchecked Sendable`, and SQLite's own locks are switched off: every use of the handle, of the prepared statements and of
/// `depth` happens under `lock`.
public final class Database: @unchecked Sendable {
    /// How much a power cut may take.
    public enum Synchronous: String, Sendable {
        /// Nothing that was committed.
        case full = "FULL"
        /// The last commits; the file stays whole.
        case normal = "NORMAL"
    }

    public enum Opening: Sendable {
        case existing
        /// Makes the file, readable by its owner alone.
        case createIfMissing
    }

    public let path: String

    /// Long enough for the longest transaction of ours, the freezing of a large audience.
    public static let longPatience = Duration.seconds(60)
    /// "mail" in the file's header tells our files from others.
    private static let applicationID: Int32 = 0x6d61_696c

    /// Pages that are kept in memory, as they are needed.
    public enum Cache: Int, Sendable {
        /// 4 MB: whatever goes through a list in its order, sending above all, needs no more.
        case small = 4_096
        /// 64 MB, for an import: the index over the addresses of a million readers, whose order is that of chance.
        case large = 65_536
    }

    private let handle: OpaquePointer
    private let patience: Duration
    private let lock = NSRecursiveLock()
    private var statements: [SQL.Tag: Statement] = [:]
    private var depth = 0

    /// - Parameter patience: how long a writer waits for its turn.
    /// - Throws: `StoreError` that says what is wrong with the file and how to mend it.
    public init(
        path: String, opening: Opening = .existing, synchronous: Synchronous = .full, cache: Cache = .small,
        patience: Duration = Database.longPatience
    ) throws {
        self.path = path
        self.patience = patience
        let exists = access(path, F_OK) == 0
        if !exists, opening == .existing { throw StoreError.noDatabase(path: path) }
        if !exists { try Database.create(path) }
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            let reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw StoreError.cannotOpen(path: path, reason: reason)
        }
        self.handle = handle
        sqlite3_busy_timeout(handle, Int32(patience.components.seconds * 1000))
        sqlite3_extended_result_codes(handle, 1)
        try execute(
            """
            PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA synchronous = \(synchronous.rawValue);
            PRAGMA cache_size = -\(cache.rawValue); PRAGMA secure_delete = ON
            """)
        try untilFree(patience) {
            try checkOwner(opening)
            try execute("PRAGMA journal_mode = WAL")
            try migrate()
        }
    }

    /// SQLite doesn't wait by itself while another connection changes the journal of a fresh file.
    private func untilFree(_ patience: Duration, _ body: () throws -> Void) throws {
        let end = ContinuousClock.now + patience
        while true {
            do {
                return try body()
            } catch StoreError.busy where ContinuousClock.now < end {
                if sqlite3_get_autocommit(handle) == 0 { try execute("ROLLBACK") }
                usleep(10_000)
            }
        }
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    // MARK: - Transactions

    /// All of `body` is kept, or nothing. Takes its turn as a writer at once, so that it cannot fail half-way for a lock.
    public func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        lock.lock()
        defer { lock.unlock() }
        if depth > 0 { return try body() }
        try run(.begin)
        depth += 1
        defer { depth -= 1 }
        do {
            let result = try body()
            try run(.commit)
            return result
        } catch {
            // SQLite has rolled back by itself after some failures; then there is nothing left to do.
            if sqlite3_get_autocommit(handle) == 0 { try execute("ROLLBACK") }
            throw error
        }
    }

    /// All that `body` reads is of one moment; writers go on meanwhile.
    public func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
        lock.lock()
        defer { lock.unlock() }
        if depth > 0 { return try body() }
        try execute("BEGIN")
        depth += 1
        defer {
            depth -= 1
            // Nothing was written: ending it cannot lose anything.
            try? execute("ROLLBACK")
        }
        return try body()
    }

    // MARK: - Statements

    func run(_ sql: SQL, _ values: any SQLValue...) throws {
        try each(sql, values) { _ in }
    }

    func first<Result>(_ sql: SQL, _ values: any SQLValue..., read: (Row) throws -> Result) throws -> Result? {
        var result: Result?
        try each(sql, values) { row in if result == nil { result = try read(row) } }
        return result
    }

    func all<Result>(_ sql: SQL, _ values: any SQLValue..., read: (Row) throws -> Result) throws -> [Result] {
        var results: [Result] = []
        try each(sql, values) { row in results.append(try read(row)) }
        return results
    }

    func each(_ sql: SQL, _ values: [any SQLValue], _ body: (Row) throws -> Void) throws {
        lock.lock()
        defer { lock.unlock() }
        let statement = try prepared(sql)
        statement.bind(values)
        defer { statement.reset() }
        while let row = try statement.step(path: path) { try body(row) }
    }

    /// Rows that the last statement changed.
    var changes: Int { Int(sqlite3_changes64(handle)) }
    var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }

    func prepared(_ sql: SQL) throws -> Statement {
        if let statement = statements[sql.tag] { return statement }
        let statement = try Statement(sql.rawValue, on: handle, path: path)
        statements[sql.tag] = statement
        return statement
    }

    /// Every statement compiles against the schema; a test calls it.
    func prepareAll() throws {
        for sql in SQL.allCases { _ = try prepared(sql) }
    }

    private func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw StoreError(
                code: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)), sql: sql,
                path: path)
        }
    }

    /// Brings the write-ahead log into the file and empties it, so that it holds nothing that was deleted. Where others read
    /// or write just now, it stays until the next time that SQLite or we do so.
    func emptyLog() {
        lock.lock()
        defer { lock.unlock() }
        sqlite3_busy_timeout(handle, 1_000)
        defer { sqlite3_busy_timeout(handle, Int32(patience.components.seconds * 1000)) }
        sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    }

    func withHandle(_ body: (OpaquePointer) throws -> Void) rethrows {
        lock.lock()
        defer { lock.unlock() }
        try body(handle)
    }

    // MARK: - The file

    func isIntact() throws -> Bool {
        let statement = try Statement("PRAGMA quick_check(1)", on: handle, path: path)
        return try statement.step(path: path)?.text(0) == "ok"
    }

    static func create(_ path: String) throws {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 || errno == EEXIST else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        if descriptor >= 0 { close(descriptor) }
    }

    private func pragma(_ name: String) throws -> Int32 { try number("PRAGMA \(name)") }

    private func number(_ sql: String) throws -> Int32 {
        let statement = try Statement(sql, on: handle, path: path)
        return Int32(truncatingIfNeeded: try statement.step(path: path)?.int(0) ?? 0)
    }

    private func checkOwner(_ opening: Opening) throws {
        // One look: in three, a file that another process is just making could pass for a stranger's.
        try execute("BEGIN")
        let owner = try pragma("application_id")
        let version = try pragma("user_version")
        let isNew = try owner == 0 && version == 0 && number("SELECT count(*) FROM sqlite_schema") == 0
        try execute("COMMIT")
        if isNew, opening == .existing { throw StoreError.noDatabase(path: path) }
        guard owner == Database.applicationID || isNew else { throw StoreError.notOurs(path: path) }
        guard version <= Migration.newest else {
            throw StoreError.newerSchema(path: path, found: version, known: Migration.newest)
        }
    }

    private func migrate() throws {
        for migration in Migration.all where try pragma("user_version") < migration.version {
            try transaction {
                // Another process may have been quicker.
                guard try pragma("user_version") < migration.version else { return }
                try execute(migration.sql)
                try execute(
                    "PRAGMA user_version = \(migration.version); PRAGMA application_id = \(Database.applicationID)")
            }
        }
    }
}
