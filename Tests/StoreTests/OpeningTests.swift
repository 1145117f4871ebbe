import Foundation
import Synchronization
import Testing

@testable import Store

@Suite struct OpeningTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("mailer.db")
    }

    @Test func withoutAFileThereIsNoDatabase() throws {
        #expect(throws: StoreError.noDatabase(path: path)) { try Database(path: path) }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func withoutAFolderItSaysSo() throws {
        let path = folder.file("missing/mailer.db")
        #expect(throws: StoreError.cannotOpen(path: path, reason: "No such file or directory")) {
            try Database(path: path, opening: .createIfMissing)
        }
    }

    @Test func aFreshFileHasTheNewestSchemaAndBelongsToItsOwnerAlone() throws {
        let database = try Database(path: path, opening: .createIfMissing)
        let raw = try RawDatabase(path)
        #expect(try raw.column("PRAGMA user_version") == ["\(Migration.newest)"])
        #expect(try raw.column("PRAGMA application_id") == ["\(0x6d61_696c)"])
        #expect(try raw.column("PRAGMA journal_mode") == ["wal"])
        for file in [path, path + "-wal"] {
            let permissions = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(permissions == 0o600, "\(file)")
        }
        _ = database
    }

    @Test func theMigrationsAreNumberedFromOneWithoutAGap() {
        #expect(Migration.all.map(\.version) == Array(1...Migration.newest))
    }

    @Test func openingAgainChangesNothing() throws {
        do {
            let database = try Database(path: path, opening: .createIfMissing)
            _ = try Fixture.addList("news", to: database)
        }
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        do {
            let database = try Database(path: path)
            #expect(try database.lists().map(\.name.text) == ["news"])
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func aNewerSchemaIsRefusedAndLeftAlone() throws {
        _ = try Database(path: path, opening: .createIfMissing)
        let newer = Migration.newest + 1
        try RawDatabase(path).execute("PRAGMA user_version = \(newer)")
        #expect(throws: StoreError.newerSchema(path: path, found: newer, known: Migration.newest)) {
            try Database(path: path)
        }
        #expect(try RawDatabase(path).column("PRAGMA user_version") == ["\(newer)"])
    }

    @Test(arguments: ["CREATE TABLE other (x)", "CREATE TABLE other (x); PRAGMA application_id = 7"])
    func anotherProgramsDatabaseIsRefusedAndLeftAlone(_ making: String) throws {
        try RawDatabase(path).execute(making)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(throws: StoreError.notOurs(path: path)) { try Database(path: path, opening: .createIfMissing) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws {
        let text = Data(String(repeating: "listen: 127.0.0.1:8080\n", count: 50).utf8)
        try text.write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.notOurs(path: path)) { try Database(path: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)
    }

    @Test func manyMayOpenAFreshFileAtOnce() throws {
        let failures = Mutex<[String]>([])
        for round in 0..<10 {
            let path = folder.file("\(round).db")
            DispatchQueue.concurrentPerform(iterations: 4) { _ in
                do {
                    _ = try Database(path: path, opening: .createIfMissing, synchronous: .normal).lists()
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(failures.withLock { $0 } == [])
    }
}
