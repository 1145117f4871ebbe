import Mail
import Newsletter

/// Decides what an outcome means for its delivery and its issue. Keeps what it must remember of earlier outcomes.
struct Judge {
    let retry: RetrySchedule
    let uncertain: UncertainPolicy
    let bounces: BounceRules

    /// So many equal refusals in a row speak of us, whatever their words.
    static let equalRefusalsThatPause = 20

    private struct Run {
        let code: Int
        let status: EnhancedStatus?
        let stage: SMTPStage
        let since: Timestamp
        var count: Int
    }
    private var refusals: [Int64: Run] = [:]
    /// Issues of which this run has sent copies.
    private var succeeded: Set<Int64> = []

    init(retry: RetrySchedule, uncertain: UncertainPolicy, bounces: BounceRules) {
        self.retry = retry
        self.uncertain = uncertain
        self.bounces = bounces
    }

    struct Judgement {
        let record: DeliveryRecord
        let verdict: Verdict
        /// Set when the issue must stop: one sentence for the admin.
        let pauseReason: String?
        /// When a row of refusals began that turned out to speak of us.
        let forgivesSince: Timestamp?
        /// This relay refuses us, and another one may not: no issue has to stop for it.
        var isRelaysFault = false
    }

    mutating func judge(
        _ outcome: DeliveryOutcome, host: String?, of claim: Claim, now: Timestamp, jitter: () -> Double,
        hasOtherRelay: () -> Bool = { false }
    ) -> Judgement {
        var verdict = Verdict(outcome)
        var pauseReason: String?
        var forgivesSince: Timestamp?
        if verdict == .ours, Judge.speaksOfRelay(outcome), hasOtherRelay() {
            let record = DeliveryRecord(
                delivery: claim.delivery, isLetter: claim.issue == nil, state: .queued, due: now,
                countsAsAttempt: false,
                reply: Judge.logged(outcome, .relay, host))
            return Judgement(record: record, verdict: .relay, pauseReason: nil, forgivesSince: nil, isRelaysFault: true)
        }
        if isAboutThisOne(outcome, verdict, claim) { verdict = verdict == .ours ? .failed : .deferred }
        if let (reason, since) = repeatedRefusal(outcome, verdict, claim, now) {
            verdict = .ours
            pauseReason = reason
            forgivesSince = since
        } else if let reason = lastRefusalForUs(outcome, verdict, claim, now) {
            verdict = .ours
            pauseReason = reason
        } else if verdict == .ours, claim.issue != nil {
            pauseReason = Judge.sentence(outcome)
        }
        remember(verdict, claim)
        // A letter has no issue to pause: it waits its time like one that was deferred.
        if verdict == .ours, claim.issue == nil { verdict = .deferred }
        let record = record(verdict, outcome, host, claim, now, jitter)
        return Judgement(
            record: record, verdict: verdict, pauseReason: pauseReason, forgivesSince: forgivesSince)
    }

    private func record(
        _ verdict: Verdict, _ outcome: DeliveryOutcome, _ host: String?, _ claim: Claim, _ now: Timestamp,
        _ jitter: () -> Double
    ) -> DeliveryRecord {
        let reply = verdict == .sent ? nil : Judge.logged(outcome, verdict, host)
        func record(_ state: DeliveryState, due: Timestamp? = nil, counts: Bool, again: Bool = false) -> DeliveryRecord
        {
            DeliveryRecord(
                delivery: claim.delivery, isLetter: claim.issue == nil, state: state, due: due, countsAsAttempt: counts,
                isPossibleDuplicate: again, reply: reply, strike: state == .failed ? strike(outcome) : nil)
        }
        switch verdict {
        case .sent: return record(.sent, counts: true)
        case .failed: return record(.failed, counts: true)
        case .uncertain where claim.issue != nil && (uncertain == .hold || claim.history.contains(.uncertain)):
            return record(.uncertain, counts: false)
        case .uncertain where !claim.history.contains(.uncertain):
            return record(.queued, due: now, counts: false, again: true)
        case .ours: return record(.queued, due: now, counts: false)
        case .relay: return record(.queued, due: now, counts: Judge.namedReader(outcome))
        case .uncertain, .deferred:
            return next(claim, now, jitter: jitter()).map { record(.deferred, due: $0, counts: true) }
                ?? record(.failed, counts: true)
        }
    }

    /// What a final refusal says of the address. What was refused before the reader was named, or by ourselves, says nothing.
    private func strike(_ outcome: DeliveryOutcome) -> BounceStrike? {
        guard case .refused(let reply, let stage) = outcome, stage == .rcpt || stage == .message else { return nil }
        let reason = BounceReason(reply, at: stage)
        let isHard = reply.isPermanent && (reason.isAboutAddress || reason == .unclassified)
        return BounceStrike(weight: BounceWeight(reason, isHard: isHard), reason: reason, rules: bounces)
    }

    private mutating func remember(_ verdict: Verdict, _ claim: Claim) {
        guard let issue = claim.issue else { return }
        if verdict == .sent { succeeded.insert(issue) }
        // What is sent from now on is sent after this refusal.
        if verdict == .ours { succeeded.remove(issue) }
    }

    /// Whether what seems to speak of us or of the relay speaks of this reader after all.
    ///
    /// A vague refusal ("5.7.1 denied") that comes a second time, when others had their copies in between, or a third time in
    /// any case: one reader must not pause the issue at each resume. A connection that breaks off three times once the reader was named: it must not keep
    /// the relay busy for ever. And a letter, which has no issue to pause, waits its time.
    private func isAboutThisOne(_ outcome: DeliveryOutcome, _ verdict: Verdict, _ claim: Claim) -> Bool {
        guard let issue = claim.issue else {
            if case .refused = outcome { return verdict == .relay }
            return verdict == .relay && Judge.namedReader(outcome) && claim.attempts >= 3
        }
        guard Judge.namedReader(outcome) else { return false }
        let refusals = claim.history.count { $0 == .ours }
        return verdict == .ours && (refusals >= 2 || refusals == 1 && succeeded.contains(issue))
            || verdict == .relay && claim.attempts >= 3
    }

    /// Whether the refusal is between us and this relay: relaying, signing in, protocol.
    private static func speaksOfRelay(_ outcome: DeliveryOutcome) -> Bool {
        switch outcome {
        case .refused(let reply, let stage): BounceReason(reply, at: stage) == .ourFault
        case .notSent, .unknown: true
        case .sent: false
        }
    }

    /// Whether the dialogue had come to the recipient.
    private static func namedReader(_ outcome: DeliveryOutcome) -> Bool {
        switch outcome {
        case .refused(_, let stage): [.rcpt, .data, .message].contains(stage)
        case .notSent(let failure), .unknown(let failure): [.rcpt, .data, .message].contains(failure.stage)
        case .sent: true
        }
    }

    /// Counts the equal refusals of an issue in a row, across its readers; a success ends the row. A 4yz counts when its
    /// words speak of us ("454 relay access denied"), and a copy that was refused before doesn't.
    private mutating func repeatedRefusal(
        _ outcome: DeliveryOutcome, _ verdict: Verdict, _ claim: Claim, _ now: Timestamp
    ) -> (reason: String, since: Timestamp)? {
        guard let issue = claim.issue else { return nil }
        guard case .refused(let reply, let stage) = outcome,
            verdict == .failed || (verdict == .deferred && BounceReason(reply, at: stage) == .ourFault)
        else {
            if verdict == .sent { refusals[issue] = nil }
            return nil
        }
        if claim.history.contains(.failed) { return nil }
        var run = Run(code: reply.code, status: reply.enhanced, stage: stage, since: now, count: 1)
        if let last = refusals[issue], (last.code, last.stage) == (run.code, run.stage), last.status == run.status {
            run = last
            run.count += 1
        }
        refusals[issue] = run
        guard run.count >= Judge.equalRefusalsThatPause else { return nil }
        refusals[issue] = nil
        let reason =
            "\(run.count) refusals in a row were the same: \(Judge.words(reply)) (to \(stage.rawValue.uppercased()))"
        return (reason, run.since)
    }

    /// A 4yz that speaks of us fails nobody, however long it goes on: when the schedule has run out the issue pauses.
    private func lastRefusalForUs(
        _ outcome: DeliveryOutcome, _ verdict: Verdict, _ claim: Claim, _ now: Timestamp
    ) -> String? {
        guard claim.issue != nil, verdict == .deferred, case .refused(let reply, let stage) = outcome,
            BounceReason(reply, at: stage) == .ourFault, next(claim, now, jitter: 0) == nil
        else { return nil }
        return Judge.sentence(outcome)
    }

    private func next(_ claim: Claim, _ now: Timestamp, jitter: Double) -> Timestamp? {
        retry.next(after: claim.attempts + 1, firstAttempt: claim.firstAttempt ?? now, now: now, jitter: jitter)
    }

    // MARK: - Words

    /// For logs and the admin's mail: the relay's words without the readers' addresses that it may quote.
    static func words(_ reply: SMTPReply) -> String {
        let text = reply.text.split(separator: " ").map { $0.contains("@") ? "(address)" : $0 }.joined(separator: " ")
        return ["\(reply.code)", reply.enhanced?.description, text].compactMap { $0 }.joined(separator: " ")
    }

    static func sentence(_ failure: ConnectionFailure) -> String {
        failure.reply.map { "\(failure.reason): \(words($0))" } ?? failure.reason
    }

    private static func sentence(_ outcome: DeliveryOutcome) -> String {
        switch outcome {
        case .sent: "sent"
        case .refused(let reply, let stage):
            "the relay refuses what we send: \(words(reply)) (to \(stage.rawValue.uppercased()))"
        case .notSent(let failure), .unknown(let failure): sentence(failure)
        }
    }

    private static func logged(_ outcome: DeliveryOutcome, _ verdict: Verdict, _ host: String?) -> LoggedReply {
        switch outcome {
        case .sent(let reply), .refused(let reply, at: _):
            let stage = if case .refused(_, let stage) = outcome { stage } else { SMTPStage.message }
            return LoggedReply(
                stage: stage, code: reply.code, status: reply.enhanced, text: reply.text, host: host,
                reason: BounceReason(reply, at: stage), verdict: verdict)
        case .notSent(let failure), .unknown(let failure):
            return LoggedReply(
                stage: failure.stage, code: failure.reply?.code, status: failure.reply?.enhanced,
                text: failure.reply?.text ?? failure.reason, host: host,
                reason: failure.reply.map { BounceReason($0, at: failure.stage) } ?? .system, verdict: verdict)
        }
    }
}
