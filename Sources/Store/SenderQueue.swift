import Mail
import Newsletter
import Outbox

extension Database: DeliveryQueue {
    public func recover(_ scope: OutboxScope, _ policy: UncertainPolicy, now: Timestamp) throws -> Int {
        try transaction {
            let leftovers = try all(scope == .issues ? .leftoverCopies : .leftoverLetters) { row in
                (id: row.int(0), doubts: row.int(1))
            }
            let lost = LoggedReply(
                stage: .message, code: nil, status: nil,
                text: "the sending process ended before the relay's reply was recorded", host: nil,
                reason: .system, verdict: .uncertain)
            var records: [DeliveryRecord] = []
            for leftover in leftovers {
                // A sender that dies at the same copy again and again must not mail it without end.
                let isHeld = scope == .issues && (policy == .hold || leftover.doubts >= 2)
                let record = DeliveryRecord(
                    delivery: leftover.id, isLetter: scope == .letters, state: isHeld ? .uncertain : .queued,
                    due: isHeld ? nil : now,
                    countsAsAttempt: false, isPossibleDuplicate: !isHeld, reply: lost)
                try write(record, now: now)
                records.append(record)
            }
            try tally(records, now: now)
            return leftovers.count
        }
    }

    @discardableResult
    public func pauseLateIssues(before late: Timestamp, reason: String) throws -> Bool {
        try transaction {
            try run(.pauseLateIssues, late, reason)
            return changes > 0
        }
    }

    public func turn(
        records: [DeliveryRecord], pauses: [IssuePause], now: Timestamp, claim: (any ClaimDesk) throws -> [Claim]
    ) throws -> [Claim] {
        try transaction {
            for record in records { try write(record, now: now) }
            try tally(records, now: now)
            for pause in pauses { try pauseRunning(pause) }
            return try claim(self)
        }
    }

    public func advanceIssues(now: Timestamp, horizon: Timestamp) throws {
        try transaction {
            for (issue, list) in try all(.dueIssues, now, read: { ($0.int(0), $0.int(1)) }) {
                try start(issue: issue, list: list, now: now)
            }
            for issue in try all(.issuesAheadOfTime, now, read: { $0.int(0) }) {
                try run(.pullForwardQueued, issue, now)
            }
            try run(.pullForwardCopies, now, horizon)
            try run(.pullForwardLetters, now, horizon)
            try run(.finishIssues, now)
            try run(.touchRunningIssues, now)
        }
    }

    public func nextDue(_ scope: OutboxScope) throws -> Timestamp? {
        try first(scope == .issues ? .nextDueCopy : .nextDueLetter) { $0.optionalTime(0) } ?? nil
    }

    // MARK: - Records

    private static let nobodysOutcome = StoreError.damaged("an outcome for a delivery that nobody was sending")

    private func write(_ record: DeliveryRecord, now: Timestamp) throws {
        if record.state == .sent, record.reply == nil, record.countsAsAttempt {
            // Nearly all of them.
            try run(.recordSent, record.delivery, now)
            guard changes == 1 else { throw Database.nobodysOutcome }
            if record.isLetter { try run(.emptyLetter, record.delivery) }
            return
        }
        var (state, due) = (record.state, record.due)
        if due != nil, try first(.isCancelled, record.delivery, read: { $0.bool(0) }) ?? false {
            (state, due) = (.skipped, nil)
        }
        try run(.recordDelivery, record.delivery, state.rawValue, due, record.countsAsAttempt, now)
        guard changes == 1 else { throw Database.nobodysOutcome }
        if record.isLetter, due != nil { try run(.skipBlankLetter, record.delivery) }
        if record.isPossibleDuplicate, state == .queued { try run(.countDuplicate, record.delivery) }
        if record.isLetter, state == .sent || state == .failed { try run(.emptyLetter, record.delivery) }
        if let strike = record.strike, let origin = try origin(delivery: record.delivery) {
            _ = try self.strike(strike, origin, now: now)
        }
        if let reply = record.reply {
            try run(
                .insertReply, record.delivery, now, reply.stage.rawValue, reply.code, reply.status?.description,
                reply.text, reply.host, reply.reason.rawValue, reply.verdict.rawValue)
        }
    }

    private func pauseRunning(_ pause: IssuePause) throws {
        if let since = pause.forgivesSince {
            for subscriber in try all(.refusedSince, pause.issue, since, read: { $0.int(0) }) {
                try run(.liftSuspension, subscriber)
                try run(.clearBounceScore, subscriber)
            }
        }
        let state: IssueState? = try first(.issueState, pause.issue) { try $0.value(0) }
        guard state == .sending else { return }
        try run(.setIssueState, IssueState.paused.rawValue, pause.reason, pause.issue)
    }
}
