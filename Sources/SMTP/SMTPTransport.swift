import Curl
import Newsletter
import Outbox

/// Carries messages to one relay over several connections in one epoll loop.
///
/// Messages wait here only for a connection: to be made, or to finish its RSET. With a relay that announces PIPELINING
/// each connection carries two: one whose bytes go out, and behind it the next one's envelope. A connection whose outcome
/// was handed out begins nothing, and sends no message's bytes, before `proceed`. When no connection stands and none can be made, all that wait are `.notSent`.
public final class SMTPTransport: Transport {
    private let relay: Relay
    private let poller: Poller
    private let connector: CurlConnector
    private var slots: [RelayConnection?]
    private var waiting: [OutgoingMessage] = []
    private var finished: [FinishedDelivery] = []
    private var budget: ConnectionBudget
    /// The relay takes the next envelope before it has answered the last message.
    private var isPipelining = false
    /// Messages that are on a connection.
    private var carried = 0
    /// Until then no connection's patience ends, so that not all need be asked at each step; 0 when they must.
    private var patienceHolds = 0
    private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 16_384, alignment: 16)
    /// After something finished, so many looks for more, lest a relay that never stops talking holds up the sender.
    private static let looks = 64

    /// - Throws: `MailServerError` for a relay that cannot be meant, what its `password` throws, or when the kernel has no
    ///   descriptors left.
    public init(_ relay: Relay) throws {
        self.relay = relay
        _ = try relay.server()
        poller = try Poller()
        let most = max(1, relay.connections)
        connector = try CurlConnector(watcher: poller, connections: most)
        slots = Array(repeating: nil, count: most)
        budget = ConnectionBudget(most: most)
    }

    deinit {
        for connection in slots { connection?.close(poller) }
        scratch.deallocate()
    }

    public var inFlight: Int { waiting.count + carried }
    public var room: Int {
        max(0, budget.limit(now: MonotonicClock.now) * (isPipelining ? 2 : 1) - inFlight)
    }
    public var wakeDescriptor: Int32 { poller.wakeDescriptor }
    public var pollDescriptor: Int32 { poller.descriptor }
    public var patience: Int {
        finished.isEmpty ? max(0, min(nextDeadline, poller.timerDue ?? .max) - MonotonicClock.now) : 0
    }

    public func gather(milliseconds: Int) -> [FinishedDelivery] {
        var now = MonotonicClock.now
        let end = now + min(max(0, milliseconds), Int(Int32.max))
        let roomBefore = room
        var isWoken = false
        var looks = Self.looks
        while looks > 0 {
            let mayWait = finished.isEmpty && !isWoken && room <= roomBefore && now < end
            let events = poller.wait(until: mayWait ? min(end, nextDeadline) : 0)
            now = MonotonicClock.now
            if handle(events, now: now) { isWoken = true }
            if mayWait { continue }
            if events.isEmpty { break }
            looks -= 1
        }
        defer { finished.removeAll(keepingCapacity: true) }
        return finished
    }

    public func proceed(with messages: [OutgoingMessage]) {
        let now = MonotonicClock.now
        waiting += messages
        // Who has a message whose bytes waited gets the next one first: its envelope goes out in the same write.
        var spare = waiting.count - slots.count { $0.map { $0.isIdle || $0.isConnecting } == true }
        for case let connection? in slots where connection.isHeld {
            if spare > 0, connection.takesFollower {
                spare -= 1
                hand(waiting.removeFirst(), to: connection, now: now)
            }
            connection.release(now: now)
            flush(connection, now: now)
        }
        assign(now: now)
    }

    public func close() {
        var now = MonotonicClock.now
        let end = now + min(relay.timeouts.quit.milliseconds, 2_000)
        waiting.removeAll()
        for connection in open {
            if connection.isIdle {
                connection.quit(now: now)
                _ = connection.flush(now: now, poller: poller, scratch: scratch)
            } else if connection.dialogue?.phase != .quitting {
                drop(connection)
            }
        }
        while open.contains(where: { !$0.isOver }), now < end {
            for event in poller.wait(until: end) {
                guard case .connection(let slot) = event.source, let connection = slots[slot] else { continue }
                _ = connection.serve(now: now, poller: poller, scratch: scratch)
                if connection.isOver { drop(connection) }
            }
            now = MonotonicClock.now
        }
        for connection in open { drop(connection) }
        carried = 0
        finished.removeAll()
    }

    // MARK: one turn of the loop

    private var open: [RelayConnection] { slots.compactMap { $0 } }

    private var nextDeadline: Int {
        var next = waiting.isEmpty ? Int.max : budget.nextChange(now: MonotonicClock.now)
        if patienceHolds > 0 { return min(next, patienceHolds) }
        for case let connection? in slots { next = min(next, connection.deadline) }
        return next
    }

    /// Returns whether somebody rang the bell.
    private func handle(_ events: [Poller.Event], now: Int) -> Bool {
        var isWoken = false
        for event in events {
            switch event.source {
            case .wake: isWoken = true
            case .library(let descriptor):
                connector.socketReady(
                    descriptor, readable: event.readable, writable: event.writable, failed: event.failed)
            case .connection(let slot):
                guard let connection = slots[slot], !connection.isConnecting else { continue }
                conclude(connection.serve(now: now, poller: poller, scratch: scratch), on: connection, now: now)
            }
        }
        if poller.takeTimer() { connector.timerFired() }
        settle(now: now)
        expire(now: now)
        if !waiting.isEmpty { assign(now: now) }
        return isWoken
    }

    /// Takes over the connections that libcurl made, and gives up those that it could not.
    private func settle(now: Int) {
        for settled in connector.takeSettled() {
            guard let connection = slots[settled.connection.tag] else { continue }
            if let error = settled.error {
                fail(connection, error, now: now)
            } else {
                connection.stand(now: now, poller: poller)
                budget.connected()
                isPipelining = connection.isPipelining
            }
        }
    }

    private func expire(now: Int) {
        guard now >= patienceHolds else { return }
        for case let connection? in slots {
            connection.noticeSteps(now: now)
            guard connection.deadline <= now else { continue }
            if connection.isConnecting {
                fail(connection, connection.timeoutError(), now: now)
            } else {
                conclude(connection.expire(now: now), on: connection, now: now)
                flush(connection, now: now)
            }
        }
        // Whatever is waited for from now on is waited for at least so long. libcurl's steps have to be looked for.
        patienceHolds = now + max(1, relay.timeouts.shortest.milliseconds)
        for case let connection? in slots {
            patienceHolds = connection.isConnecting ? 0 : min(patienceHolds, connection.deadline)
        }
    }

    /// Gives waiting messages to idle connections, retires connections that carried enough, makes new ones.
    private func assign(now: Int) {
        for case let connection? in slots where connection.isIdle && !connection.isHeld {
            if connection.isSpent {
                connection.quit(now: now)
            } else {
                begin(on: connection, now: now)
            }
            flush(connection, now: now)
        }
        var spare = waiting.count - slots.count { $0?.isConnecting == true }
        while spare > 0, slots.count(where: { $0 != nil }) < budget.limit(now: now),
            let slot = slots.firstIndex(where: { $0 == nil })
        {
            spare -= 1
            connect(slot, now: now)
        }
        for case let connection? in slots where spare > 0 && connection.takesFollower {
            guard !waiting.isEmpty else { break }
            spare -= 1
            hand(waiting.removeFirst(), to: connection, now: now)
            flush(connection, now: now)
        }
    }

    private func begin(on connection: RelayConnection, now: Int) {
        while connection.isIdle, !waiting.isEmpty { hand(waiting.removeFirst(), to: connection, now: now) }
    }

    private func hand(_ message: OutgoingMessage, to connection: RelayConnection, now: Int) {
        if let refusal = connection.begin(message, now: now) {
            finished.append(FinishedDelivery(delivery: message.delivery, outcome: refusal, host: nil))
        } else {
            carried += 1
        }
    }

    private func flush(_ connection: RelayConnection, now: Int) {
        conclude(connection.flush(now: now, poller: poller, scratch: scratch), on: connection, now: now)
    }

    private func connect(_ slot: Int, now: Int) {
        do {
            guard let wire = connector.open(try relay.server(), tag: slot) else { throw MailServerError.library }
            patienceHolds = 0
            slots[slot] = RelayConnection(wire, relay: relay, now: now)
        } catch {
            fail(ConnectionFailure(stage: .connect, reason: "\(error)"), now: now)
        }
    }

    /// Records how messages' stays on a connection ended, and closes the connection when it is over.
    private func conclude(_ endings: [Dialogue.Ending], on connection: RelayConnection, now: Int) {
        if connection.isOver { drop(connection) }
        for ending in endings.reversed() {
            carried -= 1
            if case .comeBack(let message) = ending { waiting.insert(message, at: 0) }
        }
        for case .outcome(let outcome, let delivery) in endings {
            finished.append(FinishedDelivery(delivery: delivery, outcome: outcome, host: relay.host))
            if connection.isOver { noticeTrouble(now: now) }
        }
    }

    private func noticeTrouble(now: Int) {
        budget.failed(standing: standing, now: now)
        // A relay that is gone costs one claim.
        if standing == 0 { isPipelining = false }
    }

    private func fail(_ connection: RelayConnection, _ error: ConnectError, now: Int) {
        drop(connection)
        fail(ConnectionFailure(error), now: now)
    }

    private func fail(_ failure: ConnectionFailure, now: Int) {
        noticeTrouble(now: now)
        if standing == 0, !slots.contains(where: { $0?.isConnecting == true }) { giveUp(failure) }
    }

    private func giveUp(_ failure: ConnectionFailure) {
        for message in waiting {
            finished.append(
                FinishedDelivery(delivery: message.delivery, outcome: .notSent(failure), host: relay.host))
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private var standing: Int { slots.count { $0?.isStanding == true } }

    private func drop(_ connection: RelayConnection) {
        connection.close(poller)
        slots[connection.slot] = nil
    }
}
