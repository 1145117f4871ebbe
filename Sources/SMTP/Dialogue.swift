import Curl
import Mail
import Newsletter
import Outbox

/// The talk on one standing connection: an output buffer, a reply parser, and what is being waited for.
///
/// With a relay that announces PIPELINING (RFC 2920), MAIL, RCPT and DATA go out together, and behind a final dot those of
/// a second message, the follower; with others one command at a time. After an outcome the dialogue is held: the next
/// message's bytes wait for `release`, since without its final dot nothing of it can be delivered. It does no I/O of its
/// own; times are milliseconds of the monotonic clock.
struct Dialogue {
    enum Phase: Equatable {
        case idle, transacting
        /// The message was refused, and so many answers to the rest of its envelope are to come.
        case draining(Int)
        /// DATA was granted although nobody was: a lone dot is out.
        case closingEmpty
        case resetting, quitting
        /// Nothing more may be read or written: close.
        case over
    }

    /// How a message's stay on this connection ended.
    enum Ending {
        case outcome(DeliveryOutcome, of: Int64)
        /// The connection ended before it took anything of the message, and not by its fault: it goes to another one.
        case comeBack(OutgoingMessage)
    }

    let capabilities: Capabilities
    private(set) var phase = Phase.idle
    /// When the patience of the present wait ends.
    private(set) var deadline: Int
    /// Messages that were begun here.
    private(set) var messages = 0
    /// An outcome of this connection is not committed yet: no message's bytes may go out.
    private(set) var isHeld = false
    private(set) var transaction: Transaction?

    private let host: String
    private let isEncrypted: Bool
    private let timeouts: CommandTimeouts
    private var output = OutputBuffer()
    private var parser = SMTPReplyParser()
    /// Where in the output the commands end that are not out yet, and how many are out without an answer.
    private var commandEnds: [Int] = []
    private var unanswered = 0
    /// Where the final dot ends, once it is written.
    private var dotEnd: Int?
    private var dotIsOut = false
    /// The message that comes next, and whether its envelope is written.
    private var follower: Transaction?
    private var followerIsWritten = false
    /// The relay may have dropped the connection before the present message came.
    private var isUsed = false
    private let opened: Int

    init(host: String, isEncrypted: Bool, capabilities: Capabilities, timeouts: CommandTimeouts, now: Int) {
        self.host = host
        self.isEncrypted = isEncrypted
        self.capabilities = capabilities
        self.timeouts = timeouts
        opened = now
        deadline = now + timeouts.idle.milliseconds
    }

    var wantsToWrite: Bool { phase != .over && !output.isEmpty }
    /// `follow` may be called.
    var takesFollower: Bool { capabilities.pipelining && phase == .transacting && follower == nil }

    /// Starts a message on an idle connection.
    mutating func begin(_ transaction: Transaction, now: Int) {
        isUsed = messages > 0 || now - opened > 1_000
        start(transaction)
        if capabilities.pipelining {
            transaction.writeEnvelope(to: &output, ends: &commandEnds)
            deadline = now + timeouts.limit(of: .mail)
        } else {
            sendNext(now: now)
        }
    }

    /// Takes a message that is to come after the present one; `flush` writes its envelope as early as may be.
    mutating func follow(_ transaction: Transaction) {
        follower = transaction
        followerIsWritten = false
        messages += 1
    }

    /// All outcomes so far are committed: bytes that wait may go out.
    mutating func release(now: Int) {
        guard isHeld else { return }
        isHeld = false
        if phase == .transacting, transaction?.stage == .message, dotEnd == nil { sendMessage(now: now) }
    }

    mutating func quit(now: Int) {
        send("QUIT\r\n", phase: .quitting, timeout: timeouts.quit.milliseconds, now: now)
    }

    /// Takes bytes that arrived. Two messages can end by them: one after its dot, and the follower by a refusal.
    mutating func receive(_ bytes: UnsafeRawBufferPointer, now: Int) -> [Ending] {
        parser.feed(bytes)
        var endings: [Ending] = []
        do {
            while phase != .over, let reply = try parser.next() {
                let more = handle(reply, now: now)
                if !more.isEmpty { endings.isEmpty ? endings = more : endings.append(contentsOf: more) }
            }
        } catch {
            endings += lose("\(host): \(error)")
        }
        return endings
    }

    /// Writes until the socket takes no more. False: the connection is broken, and what it still has to say should be
    /// read before `lose`.
    mutating func flush(now: Int, through send: (UnsafeRawBufferPointer) -> Transfer) -> Bool {
        while true {
            while wantsToWrite {
                let result = output.send(through: send)
                noticeOutput(result, now: now)
                switch result {
                case .moved: break
                case .wouldBlock: return true
                case .closed: return false
                }
            }
            // Only now: nothing may be appended while the socket holds a piece back.
            guard phase == .transacting, dotEnd != nil, writeFollower() else { return true }
        }
    }

    /// The connection broke, or patience ended.
    mutating func lose(_ reason: String, reply: SMTPReply? = nil) -> [Ending] {
        phase = .over
        let lost = transaction
        transaction = nil
        guard let lost else { return giveFollowerBack() }
        let failure = ConnectionFailure(stage: lost.stage, reply: reply, reason: reason)
        let message = lost.message
        if dotIsOut { return [.outcome(.unknown(failure), of: message.delivery)] + giveFollowerBack() }
        // Used connections die while nobody looks; only a new one says something about the relay.
        if lost.stage == .mail, isUsed { return [.comeBack(message)] + giveFollowerBack() }
        return [.outcome(.notSent(failure), of: message.delivery)] + giveFollowerBack()
    }

    mutating func hangUp() -> [Ending] { lose("\(host) closed the connection \(moment)") }

    /// The deadline passed: an idle connection takes its leave, a silent one is cut.
    mutating func expire(now: Int) -> [Ending] {
        if phase == .idle {
            quit(now: now)
            return []
        }
        return lose("\(host) fell silent \(moment)")
    }

    private var moment: String {
        guard let transaction else { return "between two messages" }
        if transaction.stage != .message { return "before it answered \(transaction.stage.rawValue.uppercased())" }
        return dotIsOut ? "before it answered the final dot" : "before the message was through"
    }
}

// What answers lead to.
extension Dialogue {
    private mutating func handle(_ reply: SMTPReply, now: Int) -> [Ending] {
        guard unanswered > 0 else { return handleUnasked(reply) }
        unanswered -= 1
        switch phase {
        case .transacting: return advance(reply, now: now)
        case .draining(let count): return drain(reply, left: count - 1, now: now)
        case .closingEmpty where reply.code != 421: goOn(now: now)
        case .resetting where reply.isPositive: goOn(now: now)
        default: return lose("\(host) ended the connection", reply: reply)
        }
        return []
    }

    private mutating func advance(_ reply: SMTPReply, now: Int) -> [Ending] {
        guard let delivery = transaction?.message.delivery, let step = transaction?.answer(reply) else { return [] }
        switch step {
        case .goOn:
            sendNext(now: now)
            return []
        case .finished(let outcome):
            isHeld = true
            goOn(now: now)
            return [.outcome(outcome, of: delivery)]
        case .abandoned(let outcome):
            isHeld = true
            abandon(now: now)
            return [.outcome(outcome, of: delivery)]
        case .broken(let outcome):
            transaction = nil
            phase = .over
            return [.outcome(outcome, of: delivery)] + giveFollowerBack()
        case .lost(let reply):
            let what =
                reply.code == 421 ? "ended the connection with 421" : "answered \(reply.code), which fits nothing"
            return lose("\(host) \(what)", reply: reply)
        }
    }

    /// A refusal before the message: the answers to the rest of the envelope come first, then RSET.
    private mutating func abandon(now: Int) {
        let rest = transaction?.stage == .mail ? 2 : transaction?.stage == .rcpt ? 1 : 0
        transaction = nil
        if capabilities.pipelining, rest > 0 {
            phase = .draining(rest)
            deadline = now + timeouts.limit(of: .data)
        } else {
            reset(now: now)
        }
    }

    private mutating func drain(_ reply: SMTPReply, left: Int, now: Int) -> [Ending] {
        if reply.code == 421 { return lose("\(host) ended the connection with 421", reply: reply) }
        phase = .draining(left)
        guard left == 0 else { return [] }
        if (300..<400).contains(reply.code) {
            // RFC 2920 §3.1: DATA may be granted without a recipient; then nothing but the dot is sent.
            send(".\r\n", phase: .closingEmpty, timeout: timeouts.finalDot.milliseconds, now: now)
        } else {
            reset(now: now)
        }
        return []
    }

    /// Nothing was asked: a farewell, or an answer to a message that is still on its way. In either case the next
    /// answers could not be told from each other, so the connection ends.
    private mutating func handleUnasked(_ reply: SMTPReply) -> [Ending] {
        if let transaction, transaction.stage != .mail, reply.isTransient || reply.isPermanent,
            transaction.stage == .message || reply.code == 421
        {
            // The final dot is not out: the refusal stands.
            phase = .over
            self.transaction = nil
            let outcome = DeliveryOutcome.refused(reply, at: transaction.stage)
            return [.outcome(outcome, of: transaction.message.delivery)] + giveFollowerBack()
        }
        return lose("\(host) sent a reply that nothing had asked for", reply: reply)
    }
}

// What goes out.
extension Dialogue {
    private mutating func start(_ transaction: Transaction) {
        self.transaction = transaction
        phase = .transacting
        dotEnd = nil
        dotIsOut = false
        messages += 1
    }

    /// The present message is over and the connection good: the follower's turn, or nobody's.
    private mutating func goOn(now: Int) {
        guard let next = follower else {
            transaction = nil
            phase = .idle
            deadline = now + timeouts.idle.milliseconds
            return
        }
        if !followerIsWritten { _ = writeFollower() }
        follower = nil
        messages -= 1  // counted when it came
        start(next)
        isUsed = true
        deadline = now + timeouts.limit(of: .mail)
    }

    private mutating func sendNext(now: Int) {
        guard let transaction else { return }
        if transaction.stage == .message {
            // Nobody's patience is tried while we wait for our own commit.
            deadline = .max
            if !isHeld { sendMessage(now: now) }
            return
        }
        deadline = now + timeouts.limit(of: transaction.stage)
        if capabilities.pipelining { return }
        transaction.write(to: &output)
        commandEnds.append(output.appended)
    }

    private mutating func sendMessage(now: Int) {
        transaction?.write(to: &output)
        commandEnds.append(output.appended)
        dotEnd = output.appended
        deadline = now + timeouts.block.milliseconds
        _ = writeFollower()
    }

    private mutating func writeFollower() -> Bool {
        guard let follower, !followerIsWritten else { return false }
        follower.writeEnvelope(to: &output, ends: &commandEnds)
        followerIsWritten = true
        return true
    }

    private mutating func giveFollowerBack() -> [Ending] {
        guard let follower else { return [] }
        self.follower = nil
        return [.comeBack(follower.message)]
    }

    private mutating func reset(now: Int) {
        send("RSET\r\n", phase: .resetting, timeout: timeouts.command.milliseconds, now: now)
        _ = writeFollower()
    }

    private mutating func send(_ command: String, phase: Phase, timeout: Int, now: Int) {
        output.append(command)
        commandEnds.append(output.appended)
        self.phase = phase
        deadline = now + timeout
    }

    /// Counts the commands that are out, and notices the final dot.
    private mutating func noticeOutput(_ result: Transfer, now: Int) {
        var out = 0
        while out < commandEnds.count, commandEnds[out] <= output.moved { out += 1 }
        if out == commandEnds.count {
            commandEnds.removeAll(keepingCapacity: true)
        } else {
            commandEnds.removeFirst(out)
        }
        unanswered += out
        guard let dotEnd else { return }
        // A TLS layer that could not write all of a piece may have written records of it, the dot's among them.
        if dotEnd <= (isEncrypted ? output.offered : output.moved) { dotIsOut = true }
        guard case .moved(let count) = result, output.moved - count < dotEnd else { return }
        deadline = now + (dotEnd <= output.moved ? timeouts.finalDot : timeouts.block).milliseconds
    }
}
