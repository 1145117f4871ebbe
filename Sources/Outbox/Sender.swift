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

    /// Time and chance come in from outside.
    public struct Surroundings: Sendable {
        let now: @Sendable () -> Timestamp
        /// 0 ..< 1
        let jitter: @Sendable () -> Double

        public init(now: @escaping @Sendable () -> Timestamp, jitter: @escaping @Sendable () -> Double) {
            self.now = now
            self.jitter = jitter
        }
    }

    /// A run that is to end gives up on a relay that failed so many times in a row.
    private static let triesBeforeGivingUp = 3
    /// How soon a change made by another process (an issue resumed, a letter queued) is noticed while waiting.
    private static let longestWait = 500

    private let scopes: [OutboxScope]
    private let queue: any DeliveryQueue
    private let transport: any Transport
    private let source: any MessageSource
    private let surroundings: Surroundings
    private let stop: StopSignal
    private let observe: (SendSummary) -> Void

    private var judge: Judge
    private var rest = RelayRest()
    private var claims: [Int64: Claim] = [:]
    private var records: [DeliveryRecord] = []
    private var pauses: [IssuePause] = []
    private var summary = SendSummary()

    /// - Parameters:
    ///   - scopes: what to send, the most urgent first.
    ///   - observe: told the figures after each turn.
    public init(
        _ scopes: [OutboxScope], queue: any DeliveryQueue, transport: any Transport, source: any MessageSource,
        retry: RetrySchedule, surroundings: Surroundings, stop: StopSignal,
        observe: @escaping (SendSummary) -> Void = { _ in }
    ) {
        self.scopes = scopes
        self.queue = queue
        self.transport = transport
        self.source = source
        self.surroundings = surroundings
        self.stop = stop
        self.observe = observe
        judge = Judge(retry: retry)
    }

    /// - Parameter limit: the most messages to claim in this run; nil for no limit.
    /// - Throws: what the queue throws. What is in flight then is settled by the next sender as uncertain.
    public func run(_ mode: Mode, limit: Int? = nil) throws -> SendSummary {
        stop.wakes(transport)
        defer {
            stop.wakes(nil)
            transport.close()
        }
        for scope in scopes { summary.uncertain += try queue.recover(scope, now: surroundings.now()) }
        var remaining = limit ?? .max
        while true {
            for finished in transport.gather(milliseconds: patience()) { settle(finished) }
            let claimed = try turn(atMost: remaining)
            remaining -= claimed
            observe(summary)
            if transport.inFlight == 0, claimed == 0, records.isEmpty, try isOver(mode, remaining) { break }
        }
        return summary
    }

    // MARK: - A turn

    private func settle(_ finished: FinishedDelivery) {
        guard let claim = claims.removeValue(forKey: finished.delivery) else {
            preconditionFailure("the transport finishes what it was given, once")
        }
        let now = surroundings.now()
        let judgement = judge.judge(
            finished.outcome, host: finished.host, of: claim, now: now, jitter: surroundings.jitter())
        records.append(judgement.record)
        summary.count(judgement.record.state)
        if let reason = judgement.pauseReason, let issue = claim.issue { pause(issue, reason) }
        note(finished.outcome, judgement.verdict, now)
    }

    /// Learns from an outcome how the relay is.
    private func note(_ outcome: DeliveryOutcome, _ verdict: Verdict, _ now: Timestamp) {
        switch outcome {
        case .notSent(let failure), .unknown(let failure):
            rest.failed(now: now)
            summary.relayTrouble = Judge.sentence(failure)
        case .refused(let reply, _) where verdict == .relay:
            rest.failed(now: now)
            summary.relayTrouble = "the relay takes no mail now: \(reply.code) \(reply.text)"
        case .sent, .refused:
            rest.succeeded()
            summary.relayTrouble = nil
        }
    }

    private func pause(_ issue: Int64, _ reason: String) {
        pauses.append(IssuePause(issue: issue, reason: reason))
        if !summary.pauses.contains(reason) { summary.pauses.append(reason) }
    }

    /// Commits what came in and claims what goes out. Returns how many were claimed.
    private func turn(atMost remaining: Int) throws -> Int {
        let now = surroundings.now()
        let mayClaim = !stop.isSet && rest.isOver(now)
        let room = mayClaim ? min(transport.room, remaining) : 0
        guard !records.isEmpty || !pauses.isEmpty || room > 0 else {
            transport.proceed(with: [])
            return 0
        }
        let claimed = try queue.turn(scopes, records: records, pauses: pauses, claim: room, now: now)
        records.removeAll(keepingCapacity: true)
        pauses.removeAll(keepingCapacity: true)
        transport.proceed(with: claimed.compactMap(render))
        return claimed.count
    }

    private func render(_ claim: Claim) -> OutgoingMessage? {
        do {
            let message = try source.message(for: claim)
            claims[claim.delivery] = claim
            return message
        } catch {
            records.append(
                DeliveryRecord(
                    delivery: claim.delivery, state: .queued, due: surroundings.now(), countsAsAttempt: false))
            if let issue = claim.issue { pause(issue, "its copies cannot be written: \(error)") }
            return nil
        }
    }

    // MARK: - Waiting and ending

    private func patience() -> Int {
        if !records.isEmpty || !pauses.isEmpty { return 0 }
        if transport.inFlight > 0 { return Sender.longestWait }
        return isIdle ? Sender.longestWait : 0
    }

    /// Set when the last turn found nothing to do.
    private var isIdle = false

    private func isOver(_ mode: Mode, _ remaining: Int) throws -> Bool {
        if stop.isSet || remaining == 0 { return true }
        let now = surroundings.now()
        if !rest.isOver(now) {
            isIdle = true
            return mode == .untilIdle && rest.failuresInARow >= Sender.triesBeforeGivingUp
        }
        if scopes.contains(.issues) { try queue.advanceIssues(now: now) }
        let next = try scopes.compactMap { try queue.nextDue($0) }.min()
        let isWaiting = next.map { $0 > now } ?? true
        isIdle = isWaiting
        return isWaiting && mode == .untilIdle
    }
}
