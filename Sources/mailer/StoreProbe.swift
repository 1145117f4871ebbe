import Dispatch
import Mail
import Outbox
import Synchronization

/// Asks the store for its figures on a thread and a connection of its own, so that whoever waits for them waits no longer than
/// a second, and a store that is stuck holds up no page.
final class StoreProbe: Sendable {
    private struct State {
        var figures: QueueFigures?
        var isAsking = false
        var freshUntil = ContinuousClock.now
    }

    private static let patience = DispatchTimeInterval.seconds(1)

    private let open: @Sendable () throws -> any Desk
    private let thread = DispatchQueue(label: "store probe")
    private let asking = DispatchGroup()
    private let state = Mutex(State())
    private let desk = Mutex<(any Desk)?>(nil)

    /// - Parameter open: makes the connection; called again when that failed.
    init(opening open: @escaping @Sendable () throws -> any Desk) {
        self.open = open
    }

    /// The figures, at most a second old, or twenty times as old as they took to count; nil when the store gives none.
    func figures(now: Timestamp) -> QueueFigures? {
        let mustAsk = state.withLock { state in
            if ContinuousClock.now < state.freshUntil || state.isAsking { return false }
            state.isAsking = true
            state.figures = nil
            asking.enter()
            return true
        }
        if mustAsk { thread.async { self.ask(now) } }
        guard asking.wait(timeout: .now() + Self.patience) == .success else { return nil }
        return state.withLock { $0.figures }
    }

    private func ask(_ now: Timestamp) {
        let began = ContinuousClock.now
        let figures = try? desk.withLock { desk in
            let asked = try desk ?? open()
            desk = asked
            return try asked.figures(now: now)
        }
        let ended = ContinuousClock.now
        state.withLock { state in
            state.figures = figures
            state.isAsking = false
            state.freshUntil = ended + max(.seconds(1), (ended - began) * 20)
        }
        asking.leave()
    }
}
