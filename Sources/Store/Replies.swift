import Mail
import Newsletter

extension Database {
    /// Streams the log of all replies that were no plain success, the oldest first.
    public func replies(of issue: Issue?, _ body: (ReplyLine) throws -> Void) throws {
        let read: (Row) throws -> Void = { row in
            let issueName = row.isNull(1) ? nil : IssueName(list: try row.listName(1), slug: try row.slug(2))
            try body(
                ReplyLine(
                    at: row.time(0), issue: issueName, email: row.text(3), stage: try row.value(4),
                    code: row.optionalInt(5).map { Int($0) }, status: row.optionalText(6), text: row.text(7),
                    host: row.optionalText(8), reason: try row.value(9), verdict: try row.value(10)))
        }
        if let issue { try each(.repliesOfIssue, [issue.id], read) } else { try each(.allReplies, [], read) }
    }

    /// Copies of running issues that wait to be sent, now or later.
    public func waitingCopies() throws -> Int {
        try first(.waitingCopies) { Int($0.int(0)) } ?? 0
    }
}
