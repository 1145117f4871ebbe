import Dispatch
import Glibc

/// Cuts off connections that take too long, and chooses which one gives way when there are too many.
///
/// libmicrohttpd's own timeout counts from the last byte, so a client that drips a byte now and then would hold its connection for
/// ever, and enough of them all connections. Each connection is in one phase at a time, and each phase has a deadline.
final class ConnectionWatch: @unchecked Sendable {  // its variables are used on `queue` only
    enum Phase {
        /// No request, or not all of its head, has come yet.
        case head
        case body
        /// The client reads.
        case answer
    }

    private struct Entry {
        let phase: Phase
        let began: ContinuousClock.Instant
        let deadline: ContinuousClock.Instant
    }

    private let queue = DispatchQueue(label: "HTTP connections")
    private var entries: [Int32: Entry] = [:]
    /// Who waits for a request, the longest first; the entries tell which of these still do.
    private var waiting: [(socket: Int32, began: ContinuousClock.Instant)] = []
    private var gone = 0  // how many at the front of `waiting` are over
    private var isLooking = false

    func enter(_ phase: Phase, _ socket: Int32, seconds: Int) {
        let now = ContinuousClock.now
        queue.sync {
            entries[socket] = Entry(phase: phase, began: now, deadline: now + .seconds(seconds))
            if phase == .head { queueUp(socket, now) }
            look()
        }
    }

    /// The connection is about to be closed. Once this returns, the socket is not touched any more, so its number may go to
    /// another connection.
    func end(_ socket: Int32) {
        queue.sync { entries[socket] = nil }
    }

    /// Cuts off the connection that has waited longest for a request, never `newcomer`; false when all others are busy.
    func giveWay(to newcomer: Int32) -> Bool {
        queue.sync {
            while gone < waiting.count {
                let longest = waiting[gone]
                gone += 1
                if longest.socket != newcomer, isStill(longest) {
                    cut(longest.socket)
                    return true
                }
            }
            return false
        }
    }

    private func queueUp(_ socket: Int32, _ now: ContinuousClock.Instant) {
        waiting.append((socket, now))
        // Now and then those that no longer wait are dropped, so that each costs its removal once.
        if waiting.count > 2 * entries.count + 64 {
            waiting = waiting[gone...].filter(isStill)
            gone = 0
        }
    }

    private func isStill(_ waiter: (socket: Int32, began: ContinuousClock.Instant)) -> Bool {
        entries[waiter.socket].map { $0.phase == .head && $0.began == waiter.began } ?? false
    }

    /// Looks once a second for as long as anybody is listed.
    private func look() {
        guard !isLooking, !entries.isEmpty else { return }
        isLooking = true
        queue.asyncAfter(deadline: .now() + .seconds(1)) { [weak self] in
            self?.isLooking = false
            self?.cutTheLate()
            self?.look()
        }
    }

    private func cutTheLate() {
        let now = ContinuousClock.now
        for (socket, entry) in entries where entry.deadline < now { cut(socket) }
    }

    private func cut(_ socket: Int32) {
        shutdown(socket, Int32(SHUT_RDWR))  // libmicrohttpd sees the end of the stream and closes it
        entries[socket] = nil
    }
}
