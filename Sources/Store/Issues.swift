import Mail
import Newsletter
import Outbox

extension Database {
    /// Stores a composed issue; without a date it freezes the audience at once and begins to send.
    public func queue(_ new: NewIssue, now: Timestamp) throws -> Queueing {
        try transaction {
            if let (issue, digest) = try first(
                .issueByName, new.list.name.text, new.slug.text, read: { (try Issue(row: $0), $0.text(12)) })
            {
                return digest == new.digest ? .already(issue) : .taken(issue)
            }
            try run(
                .insertIssue, new.list.id, new.slug.text, new.subject, new.language, new.digest, new.sender,
                new.composed, new.webPage, new.scheduledAt ?? now, now)
            let id = lastInsertedID
            for version in new.versions {
                try run(.insertVersion, id, version.language, version.subject, version.composed, version.webPage)
            }
            for media in new.media { try keep(media) }
            if new.scheduledAt == nil { try start(issue: id, list: new.list.id, now: now) }
            guard let issue = try issue(new.slug, of: new.list.name) else {
                throw StoreError.damaged("no trace of an issue that was just stored")
            }
            return .queued(issue)
        }
    }

    private func keep(_ media: NewIssue.Media) throws {
        try run(.insertMedia, media.name, media.type, media.bytes)
        guard changes == 0, let known = try self.media(named: media.name) else { return }
        guard known.bytes == media.bytes else { throw StoreError.damaged("an image under the name of another") }
    }

    /// Domains that have lanes of their own, at most: each wait of the sender looks at all lanes.
    private static let mostLanes = 500

    /// Freezes the audience: one delivery for each confirmed subscriber who is to get mail now, in the lane of its domain.
    func start(issue: Int64, list: Int64, now: Timestamp) throws {
        try run(.insertLane, issue, 0, "")
        let domains = try all(.audienceDomains, list, now, Database.mostLanes) { ($0.text(0), $0.int(1), $0.int(2)) }
        // A lane is worth it for one reader in so many.
        let large = domains.prefix { $0.1 * Int64(Database.mostLanes) >= $0.2 }
        for (number, domain) in large.enumerated() { try run(.insertLane, issue, number + 1, domain.0) }
        try run(.freezeAudience, issue, list, now)
        let audience = changes
        try run(.startIssue, issue, audience, now)
    }

    /// How many would get an issue that began now.
    public func audience(of list: MailingList, now: Timestamp) throws -> Int {
        try first(.countAudience, list.id, now) { Int($0.int(0)) } ?? 0
    }

    public func issue(_ slug: Slug, of list: ListName) throws -> Issue? {
        try first(.issueByName, list.text, slug.text, read: Issue.init)
    }

    /// The issues of that slug, one at most for each list.
    public func issues(_ slug: Slug) throws -> [Issue] {
        try all(.issuesBySlug, slug.text, read: Issue.init)
    }

    public func issues() throws -> [Issue] {
        try all(.allIssues, read: Issue.init)
    }

    public func counts(of issue: Issue) throws -> DeliveryCounts {
        let rows = try all(.countDeliveries, issue.id) { row in
            (try row.value(0, as: DeliveryState.self), Int(row.int(1)))
        }
        return DeliveryCounts(Dictionary(uniqueKeysWithValues: rows))
    }

    /// Streams who got the issue and who did not, in the order of the queue; only those without a copy unless `everyone`.
    public func deliveries(of issue: Issue, everyone: Bool, _ body: (DeliveryLine) throws -> Void) throws {
        try each(.deliveryLines, [issue.id, everyone]) { row in
            try body(
                DeliveryLine(
                    email: row.text(0), state: try row.value(1), attempts: Int(row.int(2)), changedAt: row.time(3),
                    due: row.optionalTime(4), reply: row.optionalText(5), cameBack: row.optionalText(6)))
        }
    }

    /// What the sender needs to write an issue's copies: the composed issue in each of its languages, its own first, the
    /// envelope sender, and the date they carry.
    public func content(ofIssue id: Int64) throws -> (composed: [String], sender: String, date: Timestamp)? {
        try transaction {
            guard let issue = try first(.issueContent, id, read: { ($0.text(0), $0.text(1), $0.time(2)) }) else {
                return nil
            }
            return ([issue.0] + (try all(.issueVersions, id) { $0.text(0) }), issue.1, issue.2)
        }
    }

    /// Whose copy of an issue that is; nil where there is none.
    public func reader(ofIssue issue: Int64, subscription: Int64) throws -> Claim.Reader? {
        try first(.readerOfCopy, issue, subscription) { row in
            Claim.Reader(
                subscription: row.int(0), generation: Int32(truncatingIfNeeded: row.int(1)),
                address: try row.address(2), name: row.optionalText(3), language: row.optionalText(4),
                attributes: row.text(5))
        }
    }

    /// Nobody who waits gets it any more; what is in flight is finished.
    /// - Returns: nil when the issue's present state doesn't allow it.
    public func cancel(_ issue: Issue, now: Timestamp) throws -> Issue? {
        try transaction {
            guard let cancelled = try setState(.cancelled, of: issue, reason: nil) else { return nil }
            try run(.skipWaiting, issue.id, now)
            return cancelled
        }
    }

    /// An admin's word that it may go on, however long it rested.
    /// - Returns: nil when the issue isn't paused.
    public func resume(_ issue: Issue, now: Timestamp) throws -> Issue? {
        try transaction {
            guard let current = try self.issue(issue.slug, of: issue.list), current.state == .paused else { return nil }
            let state = current.startedAt == nil ? IssueState.scheduled : .sending
            try run(.renewSchedules, issue.id)
            try run(.resumeIssue, issue.id, state.rawValue, now)
            // The clock may have been set back while it rested.
            try run(.pullForwardQueued, issue.id, now)
            return try self.issue(issue.slug, of: issue.list)
        }
    }

    /// Puts all that failed back into the queue, with a schedule of its own; nothing of a cancelled issue.
    /// - Returns: how many.
    public func retryFailed(_ issue: Issue, now: Timestamp) throws -> Int {
        try transaction {
            // An admin says that the cause is mended: who was suspended for it is tried again like the others.
            try run(.liftSuspensionsOfFailed, issue.id)
            try run(.retryFailed, issue.id, now)
            let count = changes
            if count > 0 { try run(.reopenIssue, issue.id, now) }
            return count
        }
    }

    /// Settles what is uncertain: sends it again, as possible duplicates, or takes it for sent. Nothing of a cancelled
    /// issue is sent again.
    /// - Returns: how many.
    public func resolve(_ issue: Issue, resend: Bool, now: Timestamp) throws -> Int {
        try transaction {
            try run(resend ? .resendUncertain : .acceptUncertain, issue.id, now)
            let count = changes
            if resend { try run(.addDuplicates, issue.id, count) }
            return count
        }
    }

    // MARK: - Telling the admin

    /// Issues that were finished, paused, or left with nothing but copies in doubt since the admin was last told.
    public func unannouncedIssues() throws -> [Issue] {
        try all(.unannouncedIssues, read: Issue.init)
    }

    public func markAnnounced(_ issue: Issue) throws {
        try run(.markAnnounced, issue.id)
    }

    /// - Parameter reason: why it pauses, in one sentence.
    /// - Returns: nil when the issue's present state doesn't allow it.
    public func setState(_ state: IssueState, of issue: Issue, reason: String?) throws -> Issue? {
        try transaction {
            guard let current = try self.issue(issue.slug, of: issue.list), current.state.canBecome(state) else {
                return nil
            }
            try run(.setIssueState, state.rawValue, reason, issue.id)
            return try self.issue(issue.slug, of: issue.list)
        }
    }
}
