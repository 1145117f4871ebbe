import CLinux
import Curl
import Glibc

/// The one place that waits: an epoll set with the sockets of connections, those of libcurl while it connects, libcurl's
/// timer, and an eventfd that ends a wait from outside.
final class Poller: SocketWatcher {
    enum Source: Equatable {
        case wake
        /// A descriptor that libcurl watches.
        case library(Int32)
        /// A standing connection, by its slot.
        case connection(Int)
    }

    struct Event {
        let source: Source
        let readable: Bool
        let writable: Bool
        let failed: Bool
    }

    /// Written to from any thread or signal handler, it ends a wait.
    let wakeDescriptor: Int32
    /// The epoll set itself: readable when `wait` has something.
    var descriptor: Int32 { epoll }
    private let epoll: Int32
    private var ready: [epoll_event]
    private(set) var timerDue: Int?

    init() throws(PollerError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw PollerError(code: errno) }
        ready = Array(repeating: epoll_event(), count: 256)
        wakeDescriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        // `deinit` closes what is open: it runs for an object that is complete, also when its `init` throws.
        guard wakeDescriptor >= 0 else { throw PollerError(code: errno) }
        set(wakeDescriptor, events: EPOLLIN.rawValue, source: .wake)
    }

    deinit {
        Glibc.close(wakeDescriptor)
        Glibc.close(epoll)
    }

    /// Waits until something is ready, until `deadline` on the monotonic clock, or until libcurl's timer is due.
    func wait(until deadline: Int) -> [Event] {
        let patience = min(max(0, min(deadline, timerDue ?? .max) - MonotonicClock.now), Int(Int32.max))
        let count = epoll_wait(epoll, &ready, Int32(ready.count), Int32(patience))
        // A signal ends the wait early, and that is all it does here.
        guard count > 0 else { return [] }
        return ready[..<Int(count)].map { event in
            let source = Self.source(event.data.u64)
            if source == .wake { drainWake() }
            return Event(
                source: source, readable: event.events & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0,
                writable: event.events & EPOLLOUT.rawValue != 0,
                failed: event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0)
        }
    }

    /// Whether libcurl's timer is due; it is spent by asking.
    func takeTimer() -> Bool {
        guard let timerDue, timerDue <= MonotonicClock.now else { return false }
        self.timerDue = nil
        return true
    }

    /// Watches a standing connection, or changes how.
    func watch(_ descriptor: Int32, slot: Int, writable: Bool) {
        let events = EPOLLIN.rawValue | EPOLLRDHUP.rawValue | (writable ? EPOLLOUT.rawValue : 0)
        set(descriptor, events: events, source: .connection(slot))
    }

    func watch(_ descriptor: Int32, readable: Bool, writable: Bool) {
        set(
            descriptor, events: (readable ? EPOLLIN.rawValue : 0) | (writable ? EPOLLOUT.rawValue : 0),
            source: .library(descriptor))
    }

    func unwatch(_ descriptor: Int32) {
        var unused = epoll_event()
        epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &unused)
    }

    func setTimer(milliseconds: Int?) {
        timerDue = milliseconds.map { MonotonicClock.now + $0 }
    }

    private func set(_ descriptor: Int32, events: UInt32, source: Source) {
        var event = epoll_event()
        event.events = events
        event.data.u64 = Self.number(source)
        if epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) != 0 {
            epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
        }
    }

    private func drainWake() {
        var count: eventfd_t = 0
        eventfd_read(wakeDescriptor, &count)
    }

    /// A source in the 64 bits that epoll keeps for us: the kind above, the number below.
    private static func number(_ source: Source) -> UInt64 {
        switch source {
        case .wake: 0
        case .library(let descriptor): 1 << 32 | UInt64(UInt32(bitPattern: descriptor))
        case .connection(let slot): 2 << 32 | UInt64(slot)
        }
    }

    private static func source(_ number: UInt64) -> Source {
        let low = UInt32(truncatingIfNeeded: number)
        return switch number >> 32 {
        case 0: .wake
        case 1: .library(Int32(bitPattern: low))
        default: .connection(Int(low))
        }
    }
}

/// The kernel had no epoll set or eventfd left.
struct PollerError: Error, CustomStringConvertible {
    let code: Int32
    var description: String { "cannot wait for connections: \(String(cString: strerror(code)))" }
}
