import Foundation
import Mail
import Membership
import Newsletter
import Outbox
import Signing
import Store

/// A fresh database in a folder of its own, with one list. The folder goes away with its owner.
final class Fixture {
    /// When each test begins.
    static let start = Timestamp(seconds: 1_578_042_000)

    let path: String
    let database: Database
    let list: MailingList
    let keys = SecretKeys.generate()
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("mailer.db")
        database = try Database(path: path, opening: .createIfMissing, synchronous: .normal)
        list = try Fixture.addList("news", to: database)
    }

    static func addList(_ name: String, to database: Database) throws -> MailingList {
        let list = MailingList(id: 0, name: try ListName(name), title: name, createdAt: start)
        guard let created = try database.create(list) else { throw Missing(what: "the list \(name)") }
        return created
    }

    /// Another program's view of the same file.
    func raw() throws -> RawDatabase { try RawDatabase(path) }

    // MARK: - Readers

    @discardableResult
    func reader(_ name: String, _ state: SubscriptionState = .confirmed) throws -> RegisteredSubscription {
        let address = try EmailAddress(name.contains("@") ? name : "\(name)@example.org")
        let id = try database.addSubscriber(Profile(address: address), now: Fixture.start)
        return try database.addSubscription(list: list.id, subscriber: id, state: state, now: Fixture.start)
    }

    func readers(_ count: Int) throws -> [RegisteredSubscription] {
        try database.transaction { try (0..<count).map { try reader("reader\($0)") } }
    }

    func unsubscribe(_ subscription: RegisteredSubscription) throws {
        var subscription = subscription
        subscription.state = .unsubscribed
        try database.update(subscription, now: Fixture.start)
    }

    // MARK: - Issues and letters

    func new(_ slug: String, digest: String = "one", at scheduled: Timestamp? = nil) throws -> NewIssue {
        NewIssue(
            list: list, slug: try Slug(slug), subject: "Issue \(slug)", digest: digest, sender: "b@example.org",
            composed: "composed \(slug)", webPage: "<p>\(slug)</p>", scheduledAt: scheduled)
    }

    func queue(_ slug: String, at scheduled: Timestamp? = nil, now: Timestamp = Fixture.start) throws -> Issue {
        guard case .queued(let issue) = try database.queue(new(slug, at: scheduled), now: now) else {
            throw Missing(what: "the issue \(slug)")
        }
        return issue
    }

    /// The issue as it stands now.
    func current(_ issue: Issue) throws -> Issue {
        guard let issue = try database.issue(issue.slug, of: issue.list) else { throw Missing(what: "the issue") }
        return issue
    }

    func letter(to name: String, now: Timestamp = Fixture.start) throws {
        let address = try EmailAddress("\(name)@example.org")
        try database.enqueue(Letter(kind: .confirmation, recipient: address, bytes: Array("to \(name)".utf8)), now: now)
    }

    // MARK: - The queue

    func claim(
        _ limit: Int = 1000, _ scopes: [OutboxScope] = [.letters, .issues], now: Timestamp = Fixture.start
    ) throws -> [Claim] {
        try record([], now: now, claim: limit, scopes)
    }

    /// A turn of the sender, who claims from lane after lane.
    @discardableResult
    func record(
        _ records: [DeliveryRecord], pauses: [IssuePause] = [], now: Timestamp = Fixture.start, claim limit: Int = 0,
        _ scopes: [OutboxScope] = [.letters, .issues]
    ) throws -> [Claim] {
        try database.turn(records: records, pauses: pauses, now: now) { desk in
            var claims = try scopes.contains(.letters) ? desk.claimLetters(limit: limit, now: now) : []
            for issue in try scopes.contains(.issues) ? desk.runningIssues().map(\.id) : [] {
                for lane in try desk.lanes(of: issue).indices where claims.count < limit {
                    claims += try desk.claimCopies(
                        of: issue, lane: lane, limit: limit - claims.count, now: now, postpone: { _ in nil })
                }
            }
            return claims
        }
    }

    func advance(now: Timestamp) throws {
        try database.advanceIssues(now: now, horizon: now + 100_000)
    }

    struct Missing: Error {
        let what: String
    }
}

extension Claim {
    /// What the sender would write down; `again` for a copy that its reader may have already.
    func record(
        _ state: DeliveryState, due: Timestamp? = nil, again: Bool = false, reply: LoggedReply? = nil
    ) -> DeliveryRecord {
        let counts = [.sent, .failed, .deferred].contains(state)
        return DeliveryRecord(
            delivery: delivery, isLetter: issue == nil, state: state, due: due, countsAsAttempt: counts,
            isPossibleDuplicate: again, reply: reply)
    }

    /// The local part of the address that it is for.
    var name: String {
        switch content {
        case .copy(_, let reader): reader.address.localPart
        case .letter(let recipient, _): recipient.localPart
        }
    }
}
