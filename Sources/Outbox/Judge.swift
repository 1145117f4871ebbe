import Mail
import Newsletter

/// Decides what an outcome means for its delivery and its issue. Keeps what it must remember of earlier outcomes.
struct Judge {
    let retry: RetrySchedule
    let uncertain: UncertainPolicy

    /// So many equal refusals in a row speak of us, whatever their words.
    static let equalRefusalsThatPause = 20

    private struct Run {
        let code: Int
        let status: EnhancedStatus?
        let stage: SMTPStage
        var count: Int
    }
    private var refusals: [Int64: Run] = [:]
    /// Issues of which this run has sent copies.
    private var succeeded: Set<Int64> = []

    init(retry: RetrySchedule, uncertain: UncertainPolicy) {
        self.retry = retry
        self.uncertain = uncertain
    }

    struct Judgement {
        let record: DeliveryRecord
        let verdict: Verdict
        /// Set when the issue must stop: one sentence for the admin.
        let pauseReason: String?
    }

    mutating func judge(_ outcome: DeliveryOutcome, host: String?, of claim: Claim, now: Timestamp, jitter: Double)
        -> Judgement
    {
        var verdict = Verdict(outcome)
        var pauseReason: String?
        if verdict == .ours, isAboutThisOne(outcome, claim) { verdict = .failed }
        if verdict == .sent, let issue = claim.issue { succeeded.insert(issue) }
        if let reason = repeatedRefusal(outcome, verdict, claim) {
            verdict = .ours
            pauseReason = reason
        } else if verdict == .ours, claim.issue != nil {
            pauseReason = Judge.sentence(outcome)
        }
        // A letter has no issue to pause: it waits its time like one that was deferred.
        if verdict == .ours, claim.issue == nil { verdict = .deferred }
        let record = record(verdict, outcome, host, claim, now, jitter)
        return Judgement(record: record, verdict: verdict, pauseReason: pauseReason)
    }

    private func record(
        _ verdict: Verdict, _ outcome: DeliveryOutcome, _ host: String?, _ claim: Claim, _ now: Timestamp,
        _ jitter: Double
    ) -> DeliveryRecord {
        let reply = verdict == .sent ? nil : Judge.logged(outcome, verdict, host)
        func record(_ state: DeliveryState, due: Timestamp? = nil, counts: Bool, again: Bool = false) -> DeliveryRecord
        {
            DeliveryRecord(
                delivery: claim.delivery, state: state, due: due, countsAsAttempt: counts, isPossibleDuplicate: again,
                reply: reply)
        }
        switch verdict {
        case .sent: return record(.sent, counts: true)
        case .failed: return record(.failed, counts: true)
        case .uncertain where claim.issue != nil && (uncertain == .hold || claim.wasInDoubt):
            return record(.uncertain, counts: false)
        case .uncertain where !claim.wasInDoubt: return record(.queued, due: now, counts: false, again: true)
        case .ours: return record(.queued, due: now, counts: true)
        case .relay: return record(.queued, due: now, counts: false)
        case .uncertain, .deferred:
            let due = retry.next(
                after: claim.attempts + 1, firstAttempt: claim.firstAttempt ?? now, now: now, jitter: jitter)
            return due.map { record(.deferred, due: $0, counts: true) } ?? record(.failed, counts: true)
        }
    }

    /// A vague refusal ("5.7.1 denied") that comes a second time, when others had their copies in between, speaks of this
    /// reader after all: one reader must not pause the issue at each resume.
    private func isAboutThisOne(_ outcome: DeliveryOutcome, _ claim: Claim) -> Bool {
        guard let issue = claim.issue, case .refused(_, let stage) = outcome else { return false }
        return claim.attempts > 0 && stage != .mail && succeeded.contains(issue)
    }

    /// Counts the equal refusals of an issue in a row, across its readers; a success ends the row.
    private mutating func repeatedRefusal(_ outcome: DeliveryOutcome, _ verdict: Verdict, _ claim: Claim) -> String? {
        guard let issue = claim.issue else { return nil }
        guard verdict == .failed, case .refused(let reply, let stage) = outcome else {
            if verdict == .sent { refusals[issue] = nil }
            return nil
        }
        var run = Run(code: reply.code, status: reply.enhanced, stage: stage, count: 1)
        if let last = refusals[issue], (last.code, last.stage) == (run.code, run.stage), last.status == run.status {
            run.count = last.count + 1
        }
        refusals[issue] = run
        guard run.count >= Judge.equalRefusalsThatPause else { return nil }
        refusals[issue] = nil
        return "\(run.count) refusals in a row were the same: \(Judge.words(reply)) (to \(stage.rawValue.uppercased()))"
    }

    // MARK: - Words

    private static func words(_ reply: SMTPReply) -> String {
        ["\(reply.code)", reply.enhanced?.description, reply.text].compactMap { $0 }.joined(separator: " ")
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
                reason: BounceReason(reply), verdict: verdict)
        case .notSent(let failure), .unknown(let failure):
            return LoggedReply(
                stage: failure.stage, code: failure.reply?.code, status: failure.reply?.enhanced,
                text: failure.reply?.text ?? failure.reason, host: host,
                reason: failure.reply.map { BounceReason($0) } ?? .system, verdict: verdict)
        }
    }
}
