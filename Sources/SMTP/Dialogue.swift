import Curl
import Mail
import Newsletter
import Outbox

/// The talk on one standing connection: an output buffer, a reply parser, and what is being waited for.
///
/// Lockstep: one command at a time. It counts the commands that are out and unanswered, so an answer that nobody asked
/// for is noticed, and several commands in one write would change nothing else. It does no I/O of its own; times are
/// milliseconds of the monotonic clock.
struct Dialogue {
    enum Phase {
        case idle, transacting, resetting, quitting
        /// Nothing more may be read or written: close.
        case over
    }

    /// How a message's stay on this connection ended.
    enum Ending {
        case outcome(DeliveryOutcome, of: Int64)
        /// The relay had dropped this used connection before it took anything: the message goes to another one.
        case comeBack(OutgoingMessage)
    }

    let capabilities: Capabilities
    private(set) var phase = Phase.idle
    /// When the patience of the present wait ends.
    private(set) var deadline: Int
    /// Messages that were begun here.
    private(set) var messages = 0
    private(set) var transaction: Transaction?

    private let host: String
    private let timeouts: CommandTimeouts
    private var output = OutputBuffer()
    private var parser = SMTPReplyParser()
    /// Commands in the output buffer, and commands that are out without an answer.
    private var queued = 0
    private var unanswered = 0
    /// The last byte of the final dot is with the kernel: the message may be delivered.
    private var dotIsOut = false
    /// The relay may have dropped the connection before the present message came.
    private var isUsed = false
    private let opened: Int

    init(host: String, capabilities: Capabilities, timeouts: CommandTimeouts, now: Int) {
        self.host = host
        self.capabilities = capabilities
        self.timeouts = timeouts
        opened = now
        deadline = now + timeouts.idle.milliseconds
    }

    var wantsToWrite: Bool { phase != .over && !output.isEmpty }

    /// Starts a message on an idle connection.
    mutating func begin(_ transaction: Transaction, now: Int) {
        self.transaction = transaction
        phase = .transacting
        dotIsOut = false
        isUsed = messages > 0 || now - opened > 1_000
        messages += 1
        sendNext(now: now)
    }

    mutating func quit(now: Int) {
        send("QUIT\r\n", phase: .quitting, timeout: timeouts.quit.milliseconds, now: now)
    }

    /// Takes bytes that arrived. At most one message can end by them.
    mutating func receive(_ bytes: UnsafeRawBufferPointer, now: Int) -> Ending? {
        parser.feed(bytes)
        var ending: Ending?
        do {
            while phase != .over, let reply = try parser.next() { ending = handle(reply, now: now) ?? ending }
        } catch {
            ending = lose("\(host): \(error)") ?? ending
        }
        return ending
    }

    /// Writes until the socket takes no more. False: the connection is broken, and what it still has to say should be
    /// read before `lose`.
    mutating func flush(now: Int, through send: (UnsafeRawBufferPointer) -> Transfer) -> Bool {
        while wantsToWrite {
            switch output.send(through: send) {
            case .moved: if transaction?.stage == .message { deadline = now + timeouts.block.milliseconds }
            case .wouldBlock: return true
            case .closed: return false
            }
        }
        guard queued > 0 else { return true }
        unanswered += queued
        queued = 0
        if transaction?.stage == .message {
            dotIsOut = true
            deadline = now + timeouts.finalDot.milliseconds
        }
        return true
    }

    /// The connection broke, or patience ended.
    mutating func lose(_ reason: String, reply: SMTPReply? = nil) -> Ending? {
        phase = .over
        guard let transaction else { return nil }
        self.transaction = nil
        let failure = ConnectionFailure(stage: transaction.stage, reply: reply, reason: reason)
        let message = transaction.message
        if dotIsOut { return .outcome(.unknown(failure), of: message.delivery) }
        // Used connections die while nobody looks; only a new one says something about the relay.
        if transaction.stage == .mail, isUsed { return .comeBack(message) }
        return .outcome(.notSent(failure), of: message.delivery)
    }

    mutating func hangUp() -> Ending? { lose("\(host) closed the connection \(moment)") }

    /// The deadline passed: an idle connection takes its leave, a silent one is cut.
    mutating func expire(now: Int) -> Ending? {
        if phase == .idle {
            quit(now: now)
            return nil
        }
        return lose("\(host) fell silent \(moment)")
    }

    private var moment: String {
        guard let transaction else { return "between two messages" }
        if transaction.stage != .message { return "before it answered \(transaction.stage.rawValue.uppercased())" }
        return dotIsOut ? "before it answered the final dot" : "before the message was through"
    }

    private mutating func handle(_ reply: SMTPReply, now: Int) -> Ending? {
        guard unanswered > 0 else { return handleUnasked(reply) }
        unanswered -= 1
        switch phase {
        case .transacting: return advance(reply, now: now)
        case .resetting where reply.isPositive: becomeIdle(now: now)
        default: phase = .over
        }
        return nil
    }

    private mutating func advance(_ reply: SMTPReply, now: Int) -> Ending? {
        guard let delivery = transaction?.message.delivery, let step = transaction?.answer(reply) else { return nil }
        switch step {
        case .goOn:
            sendNext(now: now)
            return nil
        case .finished(let outcome):
            becomeIdle(now: now)
            return .outcome(outcome, of: delivery)
        case .abandoned(let outcome):
            transaction = nil
            send("RSET\r\n", phase: .resetting, timeout: timeouts.command.milliseconds, now: now)
            return .outcome(outcome, of: delivery)
        case .broken(let outcome):
            transaction = nil
            phase = .over
            return .outcome(outcome, of: delivery)
        case .lost(let reply):
            let what =
                reply.code == 421 ? "ended the connection with 421" : "answered \(reply.code), which fits nothing"
            return lose("\(host) \(what)", reply: reply)
        }
    }

    /// Nothing was asked: a farewell, or an answer to a message that is still on its way. In either case the next
    /// answers could not be told from each other, so the connection ends.
    private mutating func handleUnasked(_ reply: SMTPReply) -> Ending? {
        if let transaction, transaction.stage != .mail, reply.isTransient || reply.isPermanent,
            transaction.stage == .message || reply.code == 421
        {
            // The final dot is not out: the refusal stands.
            phase = .over
            self.transaction = nil
            return .outcome(.refused(reply, at: transaction.stage), of: transaction.message.delivery)
        }
        return lose("\(host) sent a reply that nothing had asked for", reply: reply)
    }

    private mutating func sendNext(now: Int) {
        guard let transaction else { return }
        transaction.write(to: &output)
        queued += 1
        let isMessage = transaction.stage == .message
        deadline = now + (isMessage ? timeouts.block.milliseconds : timeouts.limit(of: transaction.stage))
    }

    private mutating func send(_ command: String, phase: Phase, timeout: Int, now: Int) {
        output.append(command)
        queued += 1
        self.phase = phase
        deadline = now + timeout
    }

    private mutating func becomeIdle(now: Int) {
        transaction = nil
        phase = .idle
        deadline = now + timeouts.idle.milliseconds
    }
}
