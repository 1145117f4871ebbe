import Foundation
import Outbox

/// Turns SIGTERM and SIGINT into a `StopSignal`; a second one ends the process at once.
enum Signals {
    /// Call it before any other thread starts: they inherit the mask, so the signals reach the waiting thread alone.
    /// - Parameter onStop: called on that thread when the signal came.
    static func watch(_ stop: StopSignal, onStop: @escaping @Sendable () -> Void = {}) {
        signal(SIGPIPE, SIG_IGN)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let watched = signals
        Thread.detachNewThread {
            var mask = watched
            var number: Int32 = 0
            while sigwait(&mask, &number) == 0 {
                if stop.isSet { _exit(128 + number) }
                stop.set()
                onStop()
            }
        }
    }
}
