import Foundation
import Synchronization

/// Ends the process when the sender's loop is stuck. What was in flight is settled by the next sender: better than a daemon
/// that looks alive and sends nothing.
final class Watchdog: Sendable {
    /// Looks, ten seconds apart: five minutes, far above the minute that a healthy turn may wait for a lock of the database.
    /// Looks are counted, not time, so that a process that was stopped and goes on has its time too.
    private static let patience = 30

    private let beats = Atomic<Int>(0)
    private let isOver = Atomic<Bool>(false)

    func beat() { beats.add(1, ordering: .relaxed) }
    func stop() { isOver.store(true, ordering: .relaxed) }

    func start() {
        Thread.detachNewThread { [self] in
            var seen = -1
            var looks = 0
            while !isOver.load(ordering: .relaxed) {
                let beats = beats.load(ordering: .relaxed)
                looks = beats == seen ? looks + 1 : 0
                seen = beats
                if looks >= Watchdog.patience {
                    Console.complain("the sender has made no step for five minutes; ending, the next one goes on")
                    abort()
                }
                sleep(10)
            }
        }
    }
}
