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
            for leftover in leftovers {
                // A sender that dies at the same copy again and again must not mail it without end.
                let isHeld = scope == .issues && (policy == .hold || leftover.doubts >= 2)
                let record = DeliveryRecord(
                    delivery: leftover.id, state: isHeld ? .uncertain : .queued, due: isHeld ? nil : now,
                    countsAsAttempt: false, isPossibleDuplicate: !isHeld, reply: lost)
                try write(record, now: now)
            }
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
        _ scopes: [OutboxScope], records: [DeliveryRecord], pauses: [IssuePause], claim limit: Int, now: Timestamp
    ) throws -> [Claim] {
        try transaction {
            for record in records { try write(record, now: now) }
            for pause in pauses { try pauseRunning(pause) }
            var claims: [Claim] = []
            for scope in scopes where claims.count < limit {
                switch scope {
                case .letters: claims += try claimLetters(limit - claims.count, now: now)
                case .issues: claims += try claimCopies(limit - claims.count, now: now)
                }
            }
            return claims
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

    private func write(_ record: DeliveryRecord, now: Timestamp) throws {
        var (state, due) = (record.state, record.due)
        if due != nil, try first(.isCancelled, record.delivery, read: { $0.bool(0) }) ?? false {
            (state, due) = (.skipped, nil)
        }
        try run(.recordDelivery, record.delivery, state.rawValue, due, record.countsAsAttempt, now)
        guard changes == 1 else { throw StoreError.damaged("an outcome for a delivery that nobody was sending") }
        if due != nil { try run(.skipBlankLetter, record.delivery) }
        if record.isPossibleDuplicate, state == .queued { try run(.countDuplicate, record.delivery) }
        if state == .sent || state == .failed { try run(.emptyLetter, record.delivery) }
        if let reply = record.reply {
            try run(
                .insertReply, record.delivery, now, reply.stage.rawValue, reply.code, reply.status?.description,
                reply.text, reply.host, reply.reason.rawValue, reply.verdict.rawValue)
        }
    }

    private func pauseRunning(_ pause: IssuePause) throws {
        let state: IssueState? = try first(.issueState, pause.issue) { try $0.value(0) }
        guard state == .sending else { return }
        try run(.setIssueState, IssueState.paused.rawValue, pause.reason, pause.issue)
    }

    // MARK: - Claims

    /// Running issues share: each may claim an equal part, and what one leaves goes to the others.
    private func claimCopies(_ limit: Int, now: Timestamp) throws -> [Claim] {
        var claims: [Claim] = []
        var waiting = try all(.runningIssues) { $0.int(0) }
        // Often there is room for a single message: the first choice goes round.
        if !waiting.isEmpty {
            let first = Int(turns % UInt(waiting.count))
            waiting = Array(waiting[first...] + waiting[..<first])
        }
        turns &+= 1
        while claims.count < limit, !waiting.isEmpty {
            var exhausted: Set<Int64> = []
            for (index, issue) in waiting.enumerated() {
                let (share, rest) = (limit - claims.count).quotientAndRemainder(dividingBy: waiting.count - index)
                let wanted = share + rest.signum()
                let claimed = try claimCopies(of: issue, wanted, now: now)
                claims += claimed
                if claimed.count < wanted { exhausted.insert(issue) }
            }
            waiting.removeAll(where: exhausted.contains)
        }
        return claims
    }

    private func claimCopies(of issue: Int64, _ limit: Int, now: Timestamp) throws -> [Claim] {
        var claims: [Claim] = []
        while claims.count < limit {
            let wanted = limit - claims.count
            let due = try all(.dueCopies, issue, now, wanted) { row in
                (try Database.copy(row, issue: issue), row.bool(10))
            }
            for (claim, isEligible) in due {
                try run(isEligible ? .claimDelivery : .skipDelivery, claim.delivery, now)
                if isEligible { claims.append(claim) }
            }
            if due.count < wanted { break }
        }
        return claims
    }

    private static func copy(_ row: Row, issue: Int64) throws -> Claim {
        let reader = Claim.Reader(
            subscription: row.int(4), generation: Int32(truncatingIfNeeded: row.int(5)), address: try row.address(6),
            name: row.optionalText(7), language: row.optionalText(8), attributes: row.text(9))
        return Claim(
            delivery: row.int(0), attempts: Int(row.int(1)), firstAttempt: row.optionalTime(2),
            history: row.verdicts(3),
            content: .copy(issue: issue, to: reader))
    }

    private func claimLetters(_ limit: Int, now: Timestamp) throws -> [Claim] {
        let claims = try all(.dueLetters, now, limit) { row in
            Claim(
                delivery: row.int(0), attempts: Int(row.int(1)), firstAttempt: row.optionalTime(2),
                history: row.verdicts(3), content: .letter(recipient: try row.address(4), bytes: row.blob(5)))
        }
        for claim in claims { try run(.claimDelivery, claim.delivery, now) }
        return claims
    }
}
