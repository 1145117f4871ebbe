import Mail
import Newsletter

extension Database {
    /// Streams the log, the oldest first: replies of the relay that were no plain success, and what came back later.
    /// - Parameter since: nothing earlier.
    public func bounceLog(of issue: Issue?, since: Timestamp, _ body: (BounceLine) throws -> Void) throws {
        let read: (Row) throws -> Void = { try body(Database.line($0)) }
        if let issue {
            try each(.bounceLogOfIssue, [issue.id, since], read)
        } else {
            try each(.bounceLog, [since], read)
        }
    }

    private static func line(_ row: Row) throws -> BounceLine {
        let list = row.isNull(1) ? nil : try row.listName(1)
        let issue = row.isNull(2) ? nil : try row.slug(2)
        guard !row.isNull(4) else {
            return BounceLine(
                at: row.time(0), list: list, issue: issue, email: row.text(3),
                source: .returned(kind: row.text(11), effect: try row.value(13), mail: row.optionalInt(14)),
                status: row.optionalText(6), reason: row.optionalText(9), failure: row.optionalText(12))
        }
        let (reason, verdict): (BounceReason, Verdict) = (try row.value(9), try row.value(10))
        let code = row.optionalInt(5).map { Int($0) }
        return BounceLine(
            at: row.time(0), list: list, issue: issue, email: row.text(3),
            source: .relay(
                stage: try row.value(4), code: code, text: row.text(7), host: row.optionalText(8), verdict: verdict),
            status: row.optionalText(6), reason: reason.rawValue,
            failure: verdict.failure(reason, isPermanent: code.map { $0 >= 500 } ?? false))
    }

    /// Streams the messages that are kept for an admin, the oldest first.
    public func keptMails(since: Timestamp, _ body: (KeptMail) throws -> Void) throws {
        try each(.keptMails, [since]) { row in
            try body(
                KeptMail(
                    id: row.int(0), at: row.time(1), kind: row.text(2), why: row.text(3), sender: row.optionalText(4),
                    subject: row.optionalText(5)))
        }
    }

    /// The bytes of a message that came back; nil when it is not kept, or not any more.
    public func keptMail(id: Int64) throws -> [UInt8]? {
        try first(.keptMail, id) { $0.blob(0) }
    }

    /// An issue's figures by domain, the largest first: those at which anything came back or was refused.
    public func domainFigures(of issue: Issue) throws -> [DomainFigures] {
        try all(.domainFigures, issue.id) { row in
            DomainFigures(
                domain: row.text(0), audience: Int(row.int(1)), failed: Int(row.int(2)), hard: Int(row.int(3)),
                soft: Int(row.int(4)), complaints: Int(row.int(5)))
        }
    }

    /// How many deliveries of an issue came back, each by the worst that was said of it, and how many were complained of.
    public func bounceCounts(of issue: Issue) throws -> (hard: Int, soft: Int, complaints: Int) {
        try first(.bounceCounts, issue.id) { (Int($0.int(0)), Int($0.int(1)), Int($0.int(2))) } ?? (0, 0, 0)
    }

    /// Copies of running issues that wait to be sent, now or later.
    public func waitingCopies() throws -> Int {
        try first(.waitingCopies) { Int($0.int(0)) } ?? 0
    }
}

extension Verdict {
    /// The class of what came back later, for what a relay said at once.
    fileprivate func failure(_ reason: BounceReason, isPermanent: Bool) -> String? {
        switch self {
        case .failed: isPermanent && (reason.isAboutAddress || reason == .unclassified) ? "hard" : "soft"
        case .deferred: "delayed"
        case .sent, .ours, .relay, .uncertain: nil
        }
    }
}
