import Foundation
import Mail
import Membership
import Newsletter
import Signing
import Store
import Synchronization
import Testing

@testable import Outbox

/// A real store in a folder of its own with one list, and a sender over a relay that answers by script.
final class SenderHouse {
    let folder: String
    let database: Database
    let list: MailingList
    let relay = ScriptedRelay()
    /// Others beside it, in the order of `traffic`.
    var otherRelays: [ScriptedRelay] = []
    var traffic = TrafficPolicy()
    let stop = StopSignal()
    /// The clock stands still unless a test moves it.
    let clock = Clock()

    final class Clock: Sendable {
        private let microseconds = Atomic<Int64>(1_578_000_000_000_000)
        var moment: Moment { Moment(microseconds: microseconds.load(ordering: .relaxed)) }
        var now: Timestamp { moment.timestamp }
        func advance(_ seconds: Int64) { advance(milliseconds: seconds * 1_000) }
        func advance(milliseconds: Int64) { microseconds.add(milliseconds * 1_000, ordering: .relaxed) }
    }

    init() throws {
        folder = NSTemporaryDirectory() + "outbox-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        database = try Database(path: folder + "/mailer.db", opening: .createIfMissing, synchronous: .normal)
        let new = MailingList(id: 0, name: try ListName("news"), title: "News", createdAt: clock.now)
        list = try #require(try database.create(new))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func subscribe(_ count: Int, at domains: [String] = ["example.org"]) throws {
        try database.transaction {
            for number in 1...count {
                let profile = Profile(address: try EmailAddress("reader\(number)@\(domains[number % domains.count])"))
                let person = try database.addSubscriber(profile, now: clock.now)
                _ = try database.addSubscription(list: list.id, subscriber: person, state: .confirmed, now: clock.now)
            }
        }
    }

    func queue(_ slug: String = "2020-01") throws -> Newsletter.Issue {
        let queueing = try database.queue(
            NewIssue(
                list: list, slug: Slug(slug), subject: slug, digest: slug, sender: "news@example.org", composed: "{}",
                webPage: "", scheduledAt: nil), now: clock.now)
        guard case .queued(let issue) = queueing else { throw StoreError.damaged("an issue of that name") }
        return issue
    }

    func enqueueLetter(to address: String = "ana@example.org") throws {
        let letter = Letter(kind: .confirmation, recipient: try EmailAddress(address), bytes: Array("letter\r\n".utf8))
        try database.enqueue(letter, now: clock.now)
    }

    func sender(
        _ scopes: [OutboxScope] = [.letters, .issues], uncertain: UncertainPolicy = .resend,
        queue: (any DeliveryQueue)? = nil,
        announce: @escaping () throws -> Void = {}
    ) throws -> Sender {
        try Sender(
            scopes, queue: queue ?? database, transports: [relay] + otherRelays, source: PlainSource(),
            policy: Sender.Policy(
                retry: RetrySchedule(first: 300, longest: 14_400, giveUpAfter: 172_800), uncertain: uncertain,
                lateAfter: 86_400, traffic: traffic),
            surroundings: Sender.Surroundings(moment: { [clock] in clock.moment }, jitter: { 0.5 }), stop: stop,
            announce: announce)
    }

    /// A sender dies that has claimed so many copies.
    func die(with claims: Int) throws {
        _ = try database.turn(records: [], pauses: [], now: clock.now) { [clock] desk in
            var policy = ClaimPolicy()
            return try policy.claim([.issues], rooms: [claims], limit: claims, desk: desk, now: clock.moment)
        }
    }

    func counts(_ issue: Newsletter.Issue) throws -> DeliveryCounts { try database.counts(of: issue) }

    func lines(_ issue: Newsletter.Issue) throws -> [DeliveryLine] {
        var lines: [DeliveryLine] = []
        try database.deliveries(of: issue, everyone: true) { lines.append($0) }
        return lines
    }

    func state(_ issue: Newsletter.Issue) throws -> Newsletter.Issue {
        try #require(try database.issue(issue.slug, of: issue.list))
    }
}

/// A message that names its reader, so that the relay's script can tell them apart.
final class PlainSource: MessageSource {
    func message(for claim: Claim) throws -> OutgoingMessage {
        let recipient =
            switch claim.content {
            case .copy(_, let reader): reader.address
            case .letter(let recipient, _): recipient
            }
        return OutgoingMessage(
            delivery: claim.delivery, sender: "news@example.org", recipient: recipient.envelope,
            needsSMTPUTF8: false, bytes: [])
    }
}

/// Answers each message by script, in order; says so when a message arrives before the outcome of its connection's
/// previous one is committed.
final class ScriptedRelay: Transport {
    var connections = 4
    /// The answer for a recipient, asked at each attempt.
    var answer: (String) -> DeliveryOutcome = { _ in .sent(SMTPReply(code: 250, text: "ok")) }
    /// How many deliveries the store has as `sending`; when it is asked, nothing else may be so.
    var sendingInStore: (() throws -> Int)?
    /// Called after each turn, with the number of messages taken so far.
    var onTurn: (Int) -> Void = { _ in }

    /// Called with the recipients that are under way.
    var onMessages: ([String]) -> Void = { _ in }

    private(set) var taken: [String] = []
    private(set) var uncommitted = 0
    private(set) var isClosed = false
    private var waiting: [OutgoingMessage] = []

    var room: Int { connections - waiting.count }
    var inFlight: Int { waiting.count }
    let wakeDescriptor: Int32 = -1
    let pollDescriptor: Int32 = -1
    var patience: Int { 0 }

    func gather(milliseconds: Int) -> [FinishedDelivery] {
        let finished = waiting.map {
            FinishedDelivery(delivery: $0.delivery, outcome: answer($0.recipient), host: "relay")
        }
        waiting = []
        return finished
    }

    func proceed(with messages: [OutgoingMessage]) {
        waiting += messages
        if let sendingInStore, (try? sendingInStore()) != waiting.count { uncommitted += 1 }
        taken += messages.map(\.recipient)
        onMessages(waiting.map(\.recipient))
        onTurn(taken.count)
    }

    func close() { isClosed = true }
}
