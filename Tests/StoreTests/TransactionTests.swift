import Foundation
import Mail
import Membership
import Newsletter
import Synchronization
import Testing

@testable import Store

@Suite struct TransactionTests {
    private struct Cut: Error {}

    private let fixture: Fixture
    private var database: Database { fixture.database }

    init() throws { fixture = try Fixture() }

    private func count() throws -> [String] { try fixture.raw().column("SELECT count(*) FROM subscriber") }

    @Test func aThrowTakesTheWholeTransactionBack() throws {
        #expect(throws: Cut.self) {
            try database.transaction {
                try fixture.reader("ana")
                try fixture.reader("bea")
                throw Cut()
            }
        }
        #expect(try count() == ["0"])
        try fixture.reader("cai")
        #expect(try count() == ["1"])
    }

    @Test func aFailingStatementTakesTheWholeTransactionBack() throws {
        #expect(throws: StoreError.self) {
            try database.transaction {
                try fixture.reader("ana")
                try fixture.reader("ANA@example.org")
            }
        }
        #expect(try count() == ["0"])
    }

    @Test func anInnerTransactionJoinsTheOuter() throws {
        #expect(throws: Cut.self) {
            try database.transaction {
                _ = try database.transaction { try fixture.reader("ana") }
                #expect(try count() == ["0"], "nothing is kept before the outer one ends")
                throw Cut()
            }
        }
        #expect(try count() == ["0"])
        try database.transaction {
            _ = try database.transaction { try fixture.reader("ana") }
            try fixture.reader("bea")
        }
        #expect(try count() == ["2"])
    }

    @Test func aReaderSeesNothingOfATransactionThatIsNotCommitted() throws {
        let other = try Database(path: fixture.path)
        try database.transaction {
            _ = try Fixture.addList("second", to: database)
            #expect(try other.lists().map(\.name.text) == ["news"])
        }
        #expect(try other.lists().map(\.name.text) == ["news", "second"])
    }

    @Test func writersOfTwoConnectionsTakeTurns() throws {
        let failures = Mutex<[String]>([])
        let written = Mutex<[Int]>([])
        let path = fixture.path
        let list = fixture.list
        let end = ContinuousClock.now + .seconds(1)
        DispatchQueue.concurrentPerform(iterations: 2) { writer in
            var count = 0
            do {
                let database = try Database(path: path, synchronous: .normal)
                // On a busy machine a writer may come late: each gets its turn, or fails with "busy" and is seen.
                while ContinuousClock.now < end || count == 0 {
                    // Reads before it writes: what would fail as a deferred transaction.
                    try database.transaction {
                        _ = try database.subscriptionCounts(of: list)
                        let address = try EmailAddress("r\(count)@w\(writer).example.org")
                        _ = try database.addSubscriber(Profile(address: address), now: Fixture.start)
                    }
                    count += 1
                }
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
            written.withLock { $0.append(count) }
        }
        #expect(failures.withLock { $0 } == [])
        let counts = written.withLock { $0 }
        #expect(counts.allSatisfy { $0 > 0 }, "\(counts)")
        #expect(try count() == ["\(counts.reduce(0, +))"])
    }

    @Test func oneConnectionServesManyThreads() throws {
        let failures = Mutex<[String]>([])
        let database = database
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            do {
                for index in 0..<50 {
                    let address = try EmailAddress("r\(index)@t\(thread).example.org")
                    try database.transaction {
                        let id = try database.addSubscriber(Profile(address: address), now: Fixture.start)
                        #expect(try database.subscriber(id: id)?.address == address)
                    }
                }
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        #expect(try count() == ["200"])
    }

    @Test(arguments: ["a\u{0}b", "🗞️ Boletín – não só", "'; DROP TABLE list; --", "", "line\r\nline"])
    func textsComeBackAsTheyWere(_ text: String) throws {
        var list = fixture.list
        list.title = text
        list.postalAddress = text
        try database.update(list)
        #expect(try database.list(id: list.id) == list)

        let address = try EmailAddress("ana@example.org")
        let profile = Profile(
            address: address, name: text, language: "es", attributes: ["a 'key'": text, text: "value"])
        _ = try database.addSubscriber(profile, now: Fixture.start)
        let detail = try #require(try database.detail(of: address))
        #expect(detail.name == text)
        #expect(detail.attributes == profile.attributes)
    }

    @Test(arguments: [[], [0], [0x0d, 0x0a, 0xff, 0x00, 0x80]] as [[UInt8]])
    func bytesOfALetterComeBackAsTheyWere(_ bytes: [UInt8]) throws {
        let address = try EmailAddress("ana@example.org")
        try database.enqueue(Letter(kind: .links, recipient: address, bytes: bytes), now: Fixture.start)
        let claim = try #require(try fixture.claim().first)
        guard case .letter(address, bytes) = claim.content else {
            Issue.record("\(claim)")
            return
        }
    }
}
