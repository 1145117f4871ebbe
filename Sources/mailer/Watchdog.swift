import Foundation
import Synchronization

/// Ends the process when the sender's loop is stuck. What was in flight is settled by the next sender: better than a daemon
/// that looks alive and sends nothing.
final class Watchdog: Sendable {
    /// Far above the longest wait of a healthy turn, the minute for a lock of the database.
    private static let patience: Int64 = 300

    private let isOver = Atomic<Bool>(false)
    private let beaten = Atomic<Int64>(Watchdog.uptime())

    private static func uptime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec)
    }

    func beat() { beaten.store(Watchdog.uptime(), ordering: .relaxed) }

    func stop() { isOver.store(true, ordering: .relaxed) }

    func start() {
        Thread.detachNewThread { [self] in
            while !isOver.load(ordering: .relaxed) {
                sleep(10)
                if !isOver.load(ordering: .relaxed),
                    Watchdog.uptime() - beaten.load(ordering: .relaxed) > Watchdog.patience
                {
                    Console.complain(
                        "the sender has made no step for \(Watchdog.patience) s; ending, the next one goes on")
                    abort()
                }
            }
        }
    }
}
