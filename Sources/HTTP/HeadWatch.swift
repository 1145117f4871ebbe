import Dispatch
import Glibc

/// Cuts off connections whose request head takes too long.
///
/// libmicrohttpd's own timeout counts from the last byte, so a client that drips a byte now and then would hold its
/// connection for ever, and enough of them all connections. A connection is listed from its start, and from the end of each
/// request on it, until the next head is in.
final class HeadWatch: @unchecked Sendable {  // its variables are used on `queue` only
    private let seconds: Int
    private let queue = DispatchQueue(label: "HTTP heads")
    private var waiting: [Int32: ContinuousClock.Instant] = [:]
    private var isLooking = false

    init(seconds: Int) {
        self.seconds = seconds
    }

    func begin(_ socket: Int32) {
        queue.sync {
            waiting[socket] = .now
            look()
        }
    }

    /// The head is in, or the connection is about to be closed. Once this returns, the socket is not touched any more, so its
    /// number may go to another connection.
    func end(_ socket: Int32) {
        queue.sync { waiting[socket] = nil }
    }

    /// Looks once a second for as long as anybody is listed.
    private func look() {
        guard !isLooking, !waiting.isEmpty else { return }
        isLooking = true
        queue.asyncAfter(deadline: .now() + .seconds(1)) { [weak self] in
            self?.isLooking = false
            self?.cut()
            self?.look()
        }
    }

    private func cut() {
        let limit = ContinuousClock.now - .seconds(seconds)
        for (socket, began) in waiting where began < limit {
            shutdown(socket, Int32(SHUT_RDWR))  // libmicrohttpd sees the end of the stream and closes it
            waiting[socket] = nil
        }
    }
}
