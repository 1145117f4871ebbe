import CSQLite
import Foundation
import Mail

extension Database {
    /// Writes a consistent copy beside running senders and pages, readable by its owner alone. A file that is there is
    /// replaced, and only by a copy that is whole.
    public func backUp(to path: String) throws {
        let draft = path + ".part"
        unlink(draft)
        try Database.create(draft)
        defer { unlink(draft) }
        var copy: OpaquePointer?
        let opened = sqlite3_open_v2(draft, &copy, SQLITE_OPEN_READWRITE, nil)
        defer { sqlite3_close_v2(copy) }
        guard opened == SQLITE_OK, let copy else {
            throw StoreError(code: opened, message: "cannot open the copy", sql: "backup", path: draft)
        }
        try withHandle { source in
            // All pages in one read transaction: writers go on, and the copy is of one moment.
            let backup = sqlite3_backup_init(copy, "main", source, "main")
            let step = backup.map { sqlite3_backup_step($0, -1) }
            let finish = backup.map { sqlite3_backup_finish($0) } ?? sqlite3_extended_errcode(copy)
            guard step == SQLITE_DONE, finish == SQLITE_OK else {
                let code = finish == SQLITE_OK ? step ?? SQLITE_ERROR : finish
                throw StoreError(code: code, message: String(cString: sqlite3_errmsg(copy)), sql: "backup", path: draft)
            }
        }
        guard rename(draft, path) == 0 else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
    }

    /// Makes a backup ready to take the database's place: it must be a whole database of ours, of a schema that this program
    /// knows. Issues that ran then, or have become due since, may have been sent meanwhile: they are paused. Letters of
    /// then are not sent.
    public static func prepareRestore(_ path: String, now: Timestamp) throws {
        let database = try Database(path: path)
        guard try database.isIntact() else { throw StoreError.damaged("pages that contradict each other") }
        try database.transaction {
            try database.run(
                .pauseRestoredIssues, now,
                "restored from a backup: part of it may have gone out since; resume it, or cancel it")
            try database.run(.skipAllLetters, now)
            try database.run(.skipLeftoverLetters, now)
            try database.run(.emptyAllLetters)
        }
    }
}
