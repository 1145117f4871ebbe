import CLinux
import Glibc

/// The sender's relays: one transport each, and one wait for all of them. With a single relay it only passes on.
final class TransportPool {
    /// Written to from any thread or signal handler, it ends a wait.
    let wakeDescriptor: Int32
    private let transports: [any Transport]
    /// An epoll set of the transports' own sets; -1 with a single transport.
    private let epoll: Int32

    /// - Throws: when the kernel has no descriptor left.
    init(_ transports: [any Transport]) throws {
        self.transports = transports
        guard transports.count > 1 else {
            (epoll, wakeDescriptor) = (-1, transports[0].wakeDescriptor)
            return
        }
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakeDescriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard epoll >= 0, wakeDescriptor >= 0 else { throw NoDescriptor(code: errno) }
        for descriptor in [wakeDescriptor] + transports.map(\.pollDescriptor) {
            var event = epoll_event()
            event.events = EPOLLIN.rawValue
            event.data.fd = descriptor
            epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
        }
    }

    deinit {
        guard transports.count > 1 else { return }
        Glibc.close(epoll)
        Glibc.close(wakeDescriptor)
    }

    var rooms: [Int] { transports.map(\.room) }
    var inFlight: Int { transports.reduce(0) { $0 + $1.inFlight } }

    /// As `Transport.gather`.
    func gather(milliseconds: Int) -> [FinishedDelivery] {
        if transports.count == 1 { return transports[0].gather(milliseconds: milliseconds) }
        let roomsBefore = rooms
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while true {
            let isWoken = wait(until: end)
            let finished = transports.flatMap { $0.gather(milliseconds: 0) }
            let hasMoreRoom = zip(rooms, roomsBefore).contains { $0 > $1 }
            if !finished.isEmpty || isWoken || hasMoreRoom || ContinuousClock.now >= end { return finished }
        }
    }

    /// As `Transport.proceed`; each message goes to the transport that `relays` names in its place.
    func proceed(with messages: [OutgoingMessage], relays: [Int]) {
        if transports.count == 1 { return transports[0].proceed(with: messages) }
        for (number, transport) in transports.enumerated() {
            transport.proceed(with: zip(messages, relays).filter { $0.1 == number }.map(\.0))
        }
    }

    func close() { for transport in transports { transport.close() } }

    /// Returns whether somebody rang the bell.
    private func wait(until end: ContinuousClock.Instant) -> Bool {
        let left = max(.zero, end - ContinuousClock.now) / .milliseconds(1)
        let patience = transports.reduce(Int(left.rounded(.up))) { min($0, $1.patience) }
        var events = Array(repeating: epoll_event(), count: transports.count + 1)
        let count = epoll_wait(epoll, &events, Int32(events.count), Int32(clamping: max(0, patience)))
        guard count > 0, events[..<Int(count)].contains(where: { $0.data.fd == wakeDescriptor }) else { return false }
        var number: eventfd_t = 0
        eventfd_read(wakeDescriptor, &number)
        return true
    }

    struct NoDescriptor: Error, CustomStringConvertible {
        let code: Int32
        var description: String { "cannot wait for several relays: \(String(cString: strerror(code)))" }
    }
}
