import Foundation
import Testing

@testable import Outbox

struct SenderLockTests {
    @Test func `a second holder is told of the first, until that has gone`() throws {
        let path = NSTemporaryDirectory() + "lock-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        var first: SenderLock? = try SenderLock(path: path)
        #expect(first != nil)
        #expect(throws: SenderLock.Failure.held(by: getpid())) { try SenderLock(path: path) }
        first = nil
        _ = try SenderLock(path: path)
    }

    @Test func `a lock file that cannot be made is said so`() {
        let error = #expect(throws: SenderLock.Failure.self) { try SenderLock(path: "/nonexistent/lock") }
        #expect(error?.description.contains("/nonexistent/lock") == true)
    }
}
