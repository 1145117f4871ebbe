import HTTP
import Synchronization

/// Counts what the web server answers, and how long that takes.
final class RequestFigures: Sendable {
    struct Counts: Sendable {
        var statuses: [Int: Int] = [:]
        /// One more than there are bounds.
        var durations = [Int](repeating: 0, count: RequestFigures.bounds.count + 1)
        var seconds = 0.0
    }

    /// In seconds. A page takes well under a millisecond; above a tenth, something is wrong.
    static let bounds = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]

    private let state = Mutex(Counts())
    private let current = Mutex<ContinuousClock.Instant?>(nil)

    /// The request that is being answered has been for a minute, and all others wait behind it.
    var isStuck: Bool { current.withLock { $0.map { ContinuousClock.now - $0 > .seconds(60) } ?? false } }

    var counts: Counts { state.withLock { $0 } }

    /// Answers by `body`, and measures it.
    func measure(_ body: () -> HTTPResponse) -> HTTPResponse {
        let began = ContinuousClock.now
        current.withLock { $0 = began }
        let response = body()
        current.withLock { $0 = nil }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        state.withLock { counts in
            counts.statuses[response.status, default: 0] += 1
            counts.durations[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
            counts.seconds += seconds
        }
        return response
    }

    /// An answer that no page gave.
    func count(_ response: HTTPResponse) -> HTTPResponse {
        state.withLock { $0.statuses[response.status, default: 0] += 1 }
        return response
    }
}
