import Curl
import Mail
import Newsletter
import Outbox

/// One of the transport's connections: libcurl's wire, and over it, once it stands, the dialogue.
final class RelayConnection {
    let slot: Int
    private let wire: CurlConnection
    private let relay: Relay
    private(set) var dialogue: Dialogue?
    /// The talk that libcurl leads has come this far, and its clock.
    private var steps = 0
    private var connectDeadline: Int
    /// So many pieces are read in a row: 16 MB, which no relay has to say.
    private static let pieces = 1_024
    /// What the poller was told last.
    private var watchesWriting: Bool?

    init(_ wire: CurlConnection, relay: Relay, now: Int) {
        self.wire = wire
        self.relay = relay
        slot = wire.tag
        connectDeadline = now + relay.timeouts.limit(of: .connect)
    }

    /// An outcome of this connection is not committed yet: it must not begin another message.
    var isHeld: Bool { dialogue?.isHeld == true }
    var takesFollower: Bool { dialogue?.takesFollower == true && !isSpent }
    var isConnecting: Bool { dialogue == nil }
    var isIdle: Bool { dialogue?.phase == .idle }
    var isOver: Bool { dialogue?.phase == .over }
    /// It stands, and can carry messages now or later.
    var isStanding: Bool {
        switch dialogue?.phase {
        case .idle, .transacting, .draining, .closingEmpty, .resetting: true
        case .quitting, .over, nil: false
        }
    }
    var isSpent: Bool { (dialogue?.messages ?? 0) >= relay.messagesPerConnection }
    var deadline: Int { dialogue?.deadline ?? connectDeadline }

    /// Starts the clock of a new wait that libcurl began.
    func noticeSteps(now: Int) {
        guard isConnecting, wire.steps != steps else { return }
        steps = wire.steps
        connectDeadline = now + relay.timeouts.limit(of: SMTPStage(wire.stage))
    }

    func timeoutError() -> ConnectError { wire.timeoutError() }

    /// libcurl is done: the dialogue may begin.
    func stand(now: Int, poller: Poller) {
        dialogue = Dialogue(
            host: relay.host, isEncrypted: wire.isEncrypted, capabilities: Capabilities(keywords: wire.keywords),
            timeouts: relay.timeouts, now: now)
        updateWatch(poller)
    }

    /// The relay announced PIPELINING.
    var isPipelining: Bool { dialogue?.capabilities.pipelining == true }

    func release(now: Int) { dialogue?.release(now: now) }

    /// Begins a message on an idle connection, or has it follow the present one; or refuses it on the relay's behalf, and
    /// stays as it was.
    func begin(_ message: OutgoingMessage, now: Int) -> DeliveryOutcome? {
        guard let capabilities = dialogue?.capabilities else { return nil }
        let scan = MessageScan(message.bytes)
        if let refusal = LocalRefusal.check(message, scan: scan, relay: capabilities) { return refusal }
        let transaction = Transaction(message, scan: scan, relay: capabilities)
        if isIdle { dialogue?.begin(transaction, now: now) } else { dialogue?.follow(transaction) }
        return nil
    }

    func quit(now: Int) { dialogue?.quit(now: now) }

    /// Reads what is there, answers it, writes what the socket takes.
    func serve(now: Int, poller: Poller, scratch: UnsafeMutableRawBufferPointer) -> [Dialogue.Ending] {
        var endings = read(now: now, into: scratch)
        if dialogue?.flush(now: now, through: wire.send) == false {
            // A relay that hangs up in the middle often says why.
            endings += read(now: now, into: scratch)
            endings += dialogue?.hangUp() ?? []
        }
        updateWatch(poller)
        return endings
    }

    /// Writes what the socket takes, without reading first: a command that was just queued.
    func flush(now: Int, poller: Poller, scratch: UnsafeMutableRawBufferPointer) -> [Dialogue.Ending] {
        guard dialogue?.flush(now: now, through: wire.send) != false else {
            return serve(now: now, poller: poller, scratch: scratch)
        }
        updateWatch(poller)
        return []
    }

    func expire(now: Int) -> [Dialogue.Ending] { dialogue?.expire(now: now) ?? [] }

    func close(_ poller: Poller) {
        if !isConnecting, let descriptor = wire.descriptor { poller.unwatch(descriptor) }
        wire.close()
    }

    private func read(now: Int, into scratch: UnsafeMutableRawBufferPointer) -> [Dialogue.Ending] {
        var endings: [Dialogue.Ending] = []
        for _ in 0..<Self.pieces {
            guard let phase = dialogue?.phase, phase != .over else { return endings }
            switch wire.receive(into: scratch) {
            case .moved(let count):
                endings += dialogue?.receive(UnsafeRawBufferPointer(rebasing: scratch[..<count]), now: now) ?? []
                // Without TLS a short read is the last one; the spared call is one of six a message.
                if count < scratch.count, !wire.isEncrypted { return endings }
            case .wouldBlock: return endings
            case .closed: return endings + (dialogue?.hangUp() ?? [])
            }
        }
        return endings + (dialogue?.lose("\(relay.host) sent a reply without end") ?? [])
    }

    private func updateWatch(_ poller: Poller) {
        guard let dialogue, dialogue.phase != .over, dialogue.wantsToWrite != watchesWriting,
            let descriptor = wire.descriptor
        else { return }
        watchesWriting = dialogue.wantsToWrite
        poller.watch(descriptor, slot: slot, writable: dialogue.wantsToWrite)
    }
}

extension SMTPStage {
    init(_ stage: ConnectStage) {
        switch stage {
        case .connect: self = .connect
        case .greeting: self = .greeting
        case .ehlo: self = .ehlo
        case .startTLS: self = .starttls
        case .auth: self = .auth
        }
    }
}

extension ConnectionFailure {
    init(_ error: ConnectError) {
        var parser = SMTPReplyParser()
        parser.feed(error.reply)
        // What is no reply is left out: the reason says it all.
        self.init(stage: SMTPStage(error.stage), reply: (try? parser.next()) ?? nil, reason: error.reason)
    }
}
