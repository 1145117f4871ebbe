import Glibc
import Mail
import Newsletter

/// The sender's loop. One thread, one transaction a turn: gather outcomes, commit them together with new claims, let the
/// transport go on. The caller holds the `SenderLock` of each scope.
public final class Sender {
    public enum Mode: Sendable {
        /// All that is due now, then end: what cron runs.
        case untilIdle
        /// Wait for more until stopped.
        case stay
    }

    public struct Policy: Sendable {
        let retry: RetrySchedule
        let uncertain: UncertainPolicy
        /// Seconds after which an issue that nobody looked after waits for an admin's word.
        let lateAfter: Int64
        let bounces: BounceRules
        let traffic: TrafficPolicy

        public init(
            retry: RetrySchedule, uncertain: UncertainPolicy, lateAfter: Int64, bounces: BounceRules = BounceRules(),
            traffic: TrafficPolicy = TrafficPolicy()
        ) {
            self.traffic = traffic
            self.retry = retry
            self.uncertain = uncertain
            self.lateAfter = lateAfter
            self.bounces = bounces
        }
    }

    /// Time, chance and whoever watches come in from outside.
    public struct Surroundings: Sendable {
        let now: @Sendable () -> Timestamp
        /// The same clock, finer.
        let moment: @Sendable () -> Moment
        /// 0 ..< 1
        let jitter: @Sendable () -> Double
        /// Called in each turn: a loop that is stuck stops calling it.
        let beat: @Sendable () -> Void

        public init(
            moment: @escaping @Sendable () -> Moment, jitter: @escaping @Sendable () -> Double,
            beat: @escaping @Sendable () -> Void = {}
        ) {
            now = { moment().timestamp }
            self.moment = moment
            self.jitter = jitter
            self.beat = beat
        }
    }

    /// A run that is to end waits so many seconds for a limit or a relay's rest to pass.
    private static let limitPatience: Int64 = 60
    /// And so many for copies that limits put off one by one.
    private static let postponedPatience: Int64 = 5
    /// How soon a change made by another process (an issue resumed, a letter queued) is noticed while waiting.
    private static let longestWait = 500
    /// How often, in seconds, a queue that cannot be written is tried again, and for how long by a run that is to end.
    private static let queueRetry: UInt32 = 1
    private static let queuePatience = Duration.seconds(600)

    private let scopes: [OutboxScope]
    private let queue: any DeliveryQueue
    private let pool: TransportPool
    private let source: any MessageSource
    private let policy: Policy
    private let surroundings: Surroundings
    private let stop: StopSignal
    private let announce: () throws -> Void
    private let observe: (SendSummary) throws -> Void

    private var judge: Judge
    private var claiming: ClaimPolicy
    /// The relay that `summary.relayTrouble` is of.
    private var troubled: Int?
    private var claims: [Int64: (claim: Claim, since: ContinuousClock.Instant)] = [:]
    private var records: [DeliveryRecord] = []
    private var pauses: [IssuePause] = []
    private var summary = SendSummary()
    /// The last turn found nothing to do.
    private var isIdle = false
    private var advancedAt: Timestamp?

    /// - Parameters:
    ///   - scopes: what to send, the most urgent first.
    ///   - transports: one for each relay of the policy's traffic, in its order.
    ///   - announce: called when issues may have been paused or finished; letters that it queues go out in the same run.
    ///   - observe: told the figures after each turn.
    public init(
        _ scopes: [OutboxScope], queue: any DeliveryQueue, transports: [any Transport],
        source: any MessageSource, policy: Policy, surroundings: Surroundings, stop: StopSignal,
        announce: @escaping () throws -> Void = {}, observe: @escaping (SendSummary) throws -> Void = { _ in }
    ) throws {
        self.scopes = scopes
        self.queue = queue
        precondition(transports.count == policy.traffic.relays.count, "a transport for each relay")
        pool = try TransportPool(transports)
        self.source = source
        self.policy = policy
        self.surroundings = surroundings
        self.stop = stop
        self.announce = announce
        self.observe = observe
        judge = Judge(retry: policy.retry, uncertain: policy.uncertain, bounces: policy.bounces)
        claiming = ClaimPolicy(policy.traffic)
    }

    /// - Parameter limit: the most messages to claim in this run; nil for no limit.
    /// - Throws: what the queue throws. What is in flight then is settled by the next sender as uncertain.
    public func run(_ mode: Mode, limit: Int? = nil) throws -> SendSummary {
        stop.wakes(pool.wakeDescriptor)
        defer {
            stop.wakes(nil)
            pool.close()
        }
        try patiently(mode, begin)
        var remaining = limit ?? .max
        while true {
            surroundings.beat()
            for finished in pool.gather(milliseconds: patience()) { try settle(finished) }
            try advance(mode)
            let claimed = try turn(mode, atMost: remaining)
            remaining -= claimed
            try observe(summary)
            if pool.inFlight == 0, claimed == 0, records.isEmpty, try isOver(mode, remaining) { break }
        }
        return summary
    }

    private func begin() throws {
        let now = surroundings.now()
        claiming.recall(try queue.notedMeters())
        for scope in scopes { summary.uncertain += try queue.recover(scope, policy.uncertain, now: now) }
        guard scopes.contains(.issues) else { return }
        let reason = "no sender looked after it for \(policy.lateAfter / 3600) hours, so it may be old news"
        if try queue.pauseLateIssues(before: now + -policy.lateAfter, reason: reason) { summary.pauses.append(reason) }
    }

    // MARK: - A turn

    private func settle(_ finished: FinishedDelivery) throws {
        guard let (claim, since) = claims.removeValue(forKey: finished.delivery) else {
            preconditionFailure("the transport finishes what it was given, once")
        }
        let now = surroundings.now()
        let judgement = judge.judge(
            finished.outcome, host: finished.host, of: claim, now: now, jitter: surroundings.jitter,
            hasOtherRelay: { claiming.hasOtherRelay(for: claim) })
        var record = judgement.record
        record.took = ContinuousClock.now - since
        records.append(record)
        claiming.finished(claim, due: judgement.record.due, went: finished.outcome.went)
        summary.count(judgement.record)
        if let reason = judgement.pauseReason, let issue = claim.issue {
            pause(issue, reason, forgivesSince: judgement.forgivesSince)
        }
        note(finished.outcome, judgement, claim, now)
        // Told at once: a success of the same turn would hide it.
        if summary.relayTrouble != nil { try observe(summary) }
    }

    /// Learns from an outcome how its relay is.
    private func note(_ outcome: DeliveryOutcome, _ judgement: Judge.Judgement, _ claim: Claim, _ now: Timestamp) {
        if let complaint = Complaint(outcome) {
            claiming.slowDown(claim, isRelay: complaint == .ofRelay, now: now)
        }
        let trouble: String
        switch outcome {
        case .notSent(let failure), .unknown(let failure): trouble = Judge.sentence(failure)
        case .refused(let reply, _) where judgement.isRelaysFault:
            trouble = "the relay refuses us: \(Judge.words(reply))"
        case .refused(let reply, _) where judgement.verdict == .relay:
            trouble = "the relay takes no mail now: \(Judge.words(reply))"
        case .sent, .refused:
            claiming.relaySucceeded(claim.relay)
            if troubled == claim.relay { (troubled, summary.relayTrouble) = (nil, nil) }
            return
        }
        let relays = policy.traffic.relays
        troubled = claim.relay
        summary.relayTrouble = relays.count > 1 ? "\(relays[claim.relay].name): \(trouble)" : trouble
        claiming.relayFailed(claim.relay, trouble: trouble, isForGood: judgement.isRelaysFault, now: now)
    }

    private func pause(_ issue: Int64, _ reason: String, forgivesSince: Timestamp? = nil) {
        pauses.append(IssuePause(issue: issue, reason: reason, forgivesSince: forgivesSince))
        if !summary.pauses.contains(reason) { summary.pauses.append(reason) }
    }

    /// Commits what came in and claims what goes out. Returns how many were claimed.
    private func turn(_ mode: Mode, atMost remaining: Int) throws -> Int {
        let now = surroundings.moment()
        let rooms = stop.isSet || remaining == 0 ? [] : pool.rooms
        let hasRoom = rooms.contains { $0 > 0 }
        guard !records.isEmpty || !pauses.isEmpty || hasRoom else {
            pool.proceed(with: [], relays: [])
            return 0
        }
        var policy = claiming
        let claimed = try patiently(mode) {
            policy = claiming
            return try queue.turn(records: records, pauses: pauses, now: now.timestamp) { desk in
                guard hasRoom else {
                    try policy.settle(desk, now: now)
                    return []
                }
                return try policy.claim(scopes, rooms: rooms, limit: remaining, desk: desk, now: now)
            }
        }
        claiming = policy
        records.removeAll(keepingCapacity: true)
        pauses.removeAll(keepingCapacity: true)
        if source.takesLong, !claimed.isEmpty { pool.proceed(with: [], relays: []) }
        for (issue, relays) in claiming.unroutable {
            pause(issue, "its list goes by the relay \(relays), and the settings have none of that name for issues")
        }
        let messages = render(claimed)
        pool.proceed(with: messages.map(\.message), relays: messages.map(\.relay))
        return claimed.count
    }

    /// Tries again while the queue cannot be written: the outcomes that came in are known here alone, and until they are
    /// committed nothing further goes out.
    private func patiently<Result>(_ mode: Mode, _ body: () throws -> Result) throws -> Result {
        let began = ContinuousClock.now
        while true {
            do {
                return try body()
            } catch let failure as any PassingFailure where failure.mayPass {
                let isEnough = ContinuousClock.now - began > Sender.queuePatience
                if stop.isSet || (mode == .untilIdle && isEnough) { throw failure }
                summary.queueTrouble = "\(failure)"
                try observe(summary)
                surroundings.beat()
                sleep(Sender.queueRetry)
            }
        }
    }

    private func render(_ claimed: [Claim]) -> [(message: OutgoingMessage, relay: Int)] {
        let messages = source.messages(for: claimed)
        let handedOver = ContinuousClock.now
        return zip(claimed, messages).compactMap { claim, result in
            switch result {
            case .success(let message):
                claims[claim.delivery] = (claim, handedOver)
                return (message, claim.relay)
            case .failure(let error):
                let due = surroundings.now() + 60
                records.append(
                    DeliveryRecord(
                        delivery: claim.delivery, isLetter: claim.issue == nil, state: .queued, due: due,
                        countsAsAttempt: false))
                claiming.finished(claim, due: due, went: false)
                if let issue = claim.issue { pause(issue, "its copies cannot be written: \(error)") }
                return nil
            }
        }
    }

    // MARK: - Waiting and ending

    private func patience() -> Int {
        if !records.isEmpty || !pauses.isEmpty { return 0 }
        guard pool.inFlight > 0 || isIdle else { return 0 }
        guard let block = claiming.blocks.first else { return Sender.longestWait }
        let left = (block.until.microseconds - surroundings.moment().microseconds) / 1_000
        return Int(min(Int64(Sender.longestWait), max(0, left) + 1))
    }

    private func isOver(_ mode: Mode, _ remaining: Int) throws -> Bool {
        let now = surroundings.moment()
        summary.queueTrouble = nil
        // The last outcome may have closed an issue.
        advancedAt = nil
        try advance(mode)
        if stop.isSet || remaining == 0 { return true }
        let next = try scopes.compactMap { try queue.nextDue($0) }.min()
        let isDue = next.map { $0 <= now.timestamp } ?? false
        let block = isDue ? claiming.blocks.first : nil
        isIdle = !isDue || block != nil
        summary.nextDue = block?.until.timestamp ?? next
        summary.waitsFor = block?.reason
        guard isIdle, mode == .untilIdle else { return false }
        if isDue { return !claiming.blocks.areWorthWaiting(at: now, patience: Sender.limitPatience) }
        return !(claiming.mayPostpone && next.map { $0 < now.timestamp + Sender.postponedPatience } ?? false)
    }

    /// Once a second: a scheduled issue begins on time also while another one runs.
    private func advance(_ mode: Mode) throws {
        let now = surroundings.now()
        guard scopes.contains(.issues), now != advancedAt else { return }
        advancedAt = now
        // The longest wait with its jitter, or the day that a limit may last, and an hour to spare.
        let horizon = now + max(policy.retry.longest * 2, claiming.mayPostpone ? 25 * 3_600 : 0) + 3_600
        try patiently(mode) {
            try queue.advanceIssues(now: now, horizon: horizon)
            try announce()
        }
    }
}
