import Foundation
import Mail
import Membership
import Newsletter
import Outbox
import Returns
import Signing
import Store

/// A real store in a folder of its own with one list, issues that were sent, and a desk that takes what comes back.
final class ReturnHouse {
    static let start = Timestamp(seconds: 1_578_042_000)
    static let day: Int64 = 86_400

    let database: Database
    let list: MailingList
    let keys = SecretKeys.generate()
    let registrar: Registrar
    var rules = BounceRules()
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("returns-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try Database(
            path: folder.appendingPathComponent("mailer.db").path, opening: .createIfMissing, synchronous: .normal)
        let new = MailingList(id: 0, name: try ListName("news"), title: "News", createdAt: Self.start)
        guard let list = try database.create(new) else { throw Missing(what: "the list") }
        self.list = list
        registrar = Registrar(
            register: database, correspondence: PlainLetters(), keys: keys, confirmationExpires: 7 * Self.day)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    struct Missing: Error {
        let what: String
    }

    struct Owner: ReturnDesk.Forwarding {
        func letter(forwarding message: [UInt8], by sender: EmailAddress?, subject: String?, now: Timestamp) throws
            -> Letter?
        {
            Letter(kind: .forward, recipient: try EmailAddress("owner@example.org"), bytes: message)
        }
    }

    var desk: ReturnDesk {
        ReturnDesk(register: database, registrar: registrar, keys: keys, rules: rules, forwarding: Owner())
    }

    // MARK: - Acts

    func subscribe(_ names: String...) throws {
        for name in names {
            _ = try registrar.admit(
                Profile(address: EmailAddress("\(name)@example.com")), to: list, consentSource: "a fair",
                now: Self.start)
        }
    }

    /// Sends an issue to everybody.
    /// - Returns: the token of each reader's copy, by the local part.
    func send(_ slug: String, now: Timestamp = start) throws -> [String: String] {
        let new = NewIssue(
            list: list, slug: try Slug(slug), subject: slug, digest: slug, sender: "news@example.org", composed: "{}",
            webPage: "", scheduledAt: nil)
        _ = try database.queue(new, now: now)
        let claims = try claimCopies(now: now)
        try record(claims, .sent, now: now)
        try database.advanceIssues(now: now, horizon: now + 100_000)
        var tokens: [String: String] = [:]
        for claim in claims {
            guard case .copy(_, let reader) = claim.content else { continue }
            tokens[reader.address.localPart] = BounceToken(delivery: claim.delivery).signed(by: keys)
        }
        return tokens
    }

    func claimCopies(now: Timestamp) throws -> [Claim] {
        try database.turn(records: [], pauses: [], now: now) { desk in
            try desk.runningIssues().map(\.id).flatMap { issue in
                try desk.lanes(of: issue).indices.flatMap { lane in
                    try desk.claimCopies(of: issue, lane: lane, limit: 100, now: now, postpone: { _ in nil })
                }
            }
        }
    }

    func claimLetters(now: Timestamp) throws -> [Claim] {
        try database.turn(records: [], pauses: [], now: now) { try $0.claimLetters(limit: 100, now: now) }
    }

    func record(
        _ claims: [Claim], _ state: DeliveryState, reply: LoggedReply? = nil, strike: BounceStrike? = nil,
        pauses: [IssuePause] = [], now: Timestamp
    ) throws {
        let records = claims.map {
            DeliveryRecord(
                delivery: $0.delivery, isLetter: $0.issue == nil, state: state, countsAsAttempt: true, reply: reply,
                strike: strike)
        }
        _ = try database.turn(records: records, pauses: pauses, now: now) { _ in [] }
    }

    func take(_ text: String, now: Timestamp = start) throws -> ReturnDesk.Receipt {
        try desk.take(Array(text.utf8), now: now)
    }

    func unsubscribeToken(_ name: String) throws -> String {
        LinkToken(purpose: .unsubscribe, subscription: try subscription(name).id, generation: 0).signed(by: keys)
    }

    // MARK: - What came of them

    func subscriber(_ name: String) throws -> RegisteredSubscriber {
        guard let person = try database.subscriber(key: "\(name)@example.com") else { throw Missing(what: name) }
        return person
    }

    func subscription(_ name: String) throws -> RegisteredSubscription {
        guard let found = try database.subscription(list: list.id, subscriber: subscriber(name).id) else {
            throw Missing(what: name)
        }
        return found
    }

    func isSuspended(_ name: String) throws -> Bool {
        try database.suspension(of: subscriber(name).id) != nil
    }

    func score(_ name: String, now: Timestamp = start) throws -> Double {
        try database.bounceScore(of: subscriber(name).id, rules, now: now) ?? 0
    }

    /// The letters that wait, by kind and recipient; they are sent by this.
    func letters(now: Timestamp = start) throws -> [String] {
        let claims = try claimLetters(now: now)
        try record(claims, .sent, now: now)
        return claims.compactMap { claim in
            guard case .letter(let recipient, _) = claim.content else { return nil }
            return recipient.text
        }
    }

    var kept: [KeptMail] {
        get throws {
            var mails: [KeptMail] = []
            try database.keptMails(since: Timestamp(seconds: 0)) { mails.append($0) }
            return mails
        }
    }

    // MARK: - Mail that comes back

    /// A delivery status notification to the bounce address of a copy.
    static func report(
        _ token: String?, about address: String, status: String = "5.1.1", action: String = "failed",
        diagnosis: String = "550 5.1.1 no such user", id: String = "1"
    ) -> String {
        """
        Return-Path: <>
        Delivered-To: \(token.map { "b+\($0)@example.org" } ?? "news@example.org")
        From: Mail Delivery System <mailer-daemon@mx.example.net>
        To: \(token.map { "b+\($0)@example.org" } ?? "news@example.org")
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <\(id)@mx.example.net>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary=x

        --x
        Content-Type: text/plain

        Your message was not delivered.

        --x
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net

        Final-Recipient: rfc822; \(address)
        Action: \(action)
        Status: \(status)
        Diagnostic-Code: smtp; \(diagnosis)

        --x--

        """
    }

    /// Full for now.
    static func full(_ token: String?, about address: String, id: String = "1") -> String {
        report(token, about: address, status: "5.2.2", diagnosis: "552 5.2.2 mailbox full", id: id)
    }

    static func complaint(messageID: String, listUnsubscribe: String = "<https://example.org/>") -> String {
        """
        From: feedback@provider.example
        To: abuse@example.org
        Subject: complaint
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary=x

        --x
        Content-Type: text/plain

        This is an abuse report.

        --x
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: Provider/1
        Version: 1

        --x
        Content-Type: message/rfc822

        From: news@example.org
        To: redacted@provider.example
        Subject: News
        Message-ID: <\(messageID)>
        List-Unsubscribe: \(listUnsubscribe)

        text

        --x--

        """
    }

    static func mail(from sender: String, subject: String, more: String = "", text: String = "Hello") -> String {
        "Return-Path: <\(sender)>\nFrom: \(sender)\nTo: news@example.org\nSubject: \(subject)\n\(more)\n\(text)\n"
    }
}

/// Letters of which only the recipient matters.
struct PlainLetters: Correspondence {
    func welcome(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) throws
        -> Letter
    { Letter(kind: .welcome, recipient: person.address, bytes: [1]) }

    func confirmation(
        of lists: [MailingList], to person: RegisteredSubscriber, confirm: String, decline: String, now: Timestamp
    ) throws -> Letter { Letter(kind: .confirmation, recipient: person.address, bytes: [1]) }

    func links(
        of list: MailingList, to person: RegisteredSubscriber, preferences: String, lists: [OwnSubscription],
        now: Timestamp
    ) throws -> Letter { Letter(kind: .links, recipient: person.address, bytes: [1]) }

    func goodbye(of list: MailingList, to person: RegisteredSubscriber, undo: String, now: Timestamp) throws -> Letter {
        Letter(kind: .goodbye, recipient: person.address, bytes: [1])
    }

    func move(of list: MailingList, to person: RegisteredSubscriber, confirm: String, now: Timestamp) throws -> Letter {
        Letter(kind: .move, recipient: person.address, bytes: [1])
    }

    func moved(of list: MailingList, from person: RegisteredSubscriber, now: Timestamp) throws -> Letter {
        Letter(kind: .moved, recipient: person.address, bytes: [1])
    }

    func probe(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) throws
        -> Letter
    { Letter(kind: .probe, recipient: person.address, bytes: Array("unsubscribe \(unsubscribe)".utf8)) }
}
