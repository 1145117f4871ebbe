import Mail
import Newsletter
import Outbox

extension Database {
    /// Cheap for a list of any size: what is open is counted in partial indexes, all else was counted as it happened.
    public func figures(now: Timestamp) throws -> QueueFigures {
        try snapshot {
            var figures = QueueFigures()
            var counts: [String: (copies: Int, letters: Int)] = [:]
            for row in try all(.queueDepth, read: { ($0.text(0), Int($0.int(1)), Int($0.int(2))) }) {
                counts[row.0] = (row.1, row.2)
            }
            let (due, deferred) = (counts["due"] ?? (0, 0), counts["deferred"] ?? (0, 0))
            counts["due"] = nil
            counts["queued"] = (due.copies - deferred.copies, due.letters - deferred.letters)
            figures.depths = counts.sorted { $0.key < $1.key }.flatMap { state, count in
                [
                    .init(kind: "issue", state: state, count: count.copies),
                    .init(kind: "letter", state: state, count: count.letters),
                ]
            }
            figures.tallies = try all(.tallies) {
                .init(name: $0.text(0), label: $0.text(1), reason: $0.text(2), count: Int($0.int(3)))
            }
            figures.sentLately = try first(.sentSince, now + -60) { Int($0.int(0)) } ?? 0
            try each(.issuesByState, []) { row in
                figures.issues[row.text(0)] = Int(row.int(1))
                if row.text(0) == IssueState.sending.rawValue { figures.issuesActive = row.optionalTime(2) }
            }
            figures.nextCopy = try nextDue(.issues)
            figures.nextLetter = try nextDue(.letters)
            return figures
        }
    }

    /// Counts what a transaction wrote down, within it.
    func tally(_ records: [DeliveryRecord], now: Timestamp) throws {
        guard !records.isEmpty else { return }
        var counts: [TallyKey: Int] = [:]
        var sent = 0
        for record in records {
            let kind = record.isLetter ? "letter" : "issue"
            counts[TallyKey(kind, record.outcome, record.reply?.reason.rawValue ?? ""), default: 0] += 1
            if record.state == .sent { sent += 1 }
            guard record.countsAsAttempt, let took = record.took else { continue }
            let milliseconds = Int(took / .milliseconds(1))
            let bound = QueueFigures.latencyBounds.first { milliseconds <= $0 }
            counts[TallyKey("latency", bound.map(String.init) ?? "more"), default: 0] += 1
            counts[TallyKey("latency", "sum"), default: 0] += milliseconds
        }
        for (key, count) in counts { try run(.addToTally, key.name, key.label, key.reason, count) }
        if sent > 0 {
            let span = now.seconds / 10
            try run(.addToPace, span % 12, Timestamp(seconds: span * 10), sent)
        }
    }

    private struct TallyKey: Hashable {
        let name: String
        let label: String
        let reason: String

        init(_ name: String, _ label: String, _ reason: String = "") {
            self.name = name
            self.label = label
            self.reason = reason
        }
    }
}

extension DeliveryRecord {
    /// The class of an outcome. What goes back to the queue for no fault of its reader is `returned`.
    fileprivate var outcome: String {
        if state != .queued { return state.rawValue }
        return isPossibleDuplicate ? DeliveryState.uncertain.rawValue : "returned"
    }
}
