import Mail
import Synchronization

/// Counts requests for mail over the last hour, by client network and in all.
///
/// It is kept in memory: a restart forgets at most an hour, and the limits of each address stand in the store. It never holds
/// more entries than an hour allows.
final class RequestLimiter: Sendable {
    private struct State {
        /// The oldest first; those before `start` are over.
        var entries: [(at: Timestamp, network: NetworkRange)] = []
        var start = 0
        var counts: [NetworkRange: Int] = [:]
    }

    private let perNetwork: Int
    private let perHour: Int
    private let state = Mutex(State())

    static let window: Int64 = 3_600  // seconds

    init(perNetwork: Int, perHour: Int) {
        self.perNetwork = perNetwork
        self.perHour = perHour
    }

    /// Whether one more is within the limits; then it is counted.
    func admits(_ network: NetworkRange, now: Timestamp) -> Bool {
        state.withLock { state in
            forget(&state, before: now + -RequestLimiter.window)
            let count = state.counts[network] ?? 0
            guard count < perNetwork, state.entries.count - state.start < perHour else { return false }
            state.entries.append((now, network))
            state.counts[network] = count + 1
            return true
        }
    }

    private func forget(_ state: inout State, before limit: Timestamp) {
        while state.start < state.entries.count, state.entries[state.start].at <= limit {
            let network = state.entries[state.start].network
            let count = (state.counts[network] ?? 1) - 1
            state.counts[network] = count == 0 ? nil : count
            state.start += 1
        }
        // Now and then the dead entries go, so that each costs its removal once.
        if state.start > state.entries.count / 2 {
            state.entries.removeFirst(state.start)
            state.start = 0
        }
    }
}
