import Foundation
import Mail
import Membership
import Newsletter
import Outbox
import Signing
import Store

/// A registrar at work: a real database in a folder of its own, with one list, and a writer whose letters are the tokens.
final class Office {
    static let start = Timestamp(seconds: 1_578_042_000)
    static let hour: Int64 = 3600
    static let day: Int64 = 24 * 3600
    static let wording = "Yes, send me the news"

    let database: Database
    let list: MailingList
    let registrar: Registrar
    let keys = SecretKeys.generate()
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("membership-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try Database(
            path: folder.appendingPathComponent("mailer.db").path, opening: .createIfMissing, synchronous: .normal)
        list = try Office.addList("news", to: database)
        registrar = Registrar(
            register: database, correspondence: TokenWriter(), keys: keys, confirmationExpires: 7 * Office.day)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    struct Missing: Error {
        let what: String
    }

    static func addList(_ name: String, to database: Database) throws -> MailingList {
        let list = MailingList(
            id: 0, name: try ListName(name), title: name, sendsWelcome: false, createdAt: start)
        guard let created = try database.create(list) else { throw Missing(what: "the list \(name)") }
        return created
    }

    /// Every byte that the database has written: equal before and after whatever changes nothing.
    func contents() throws -> [Data] {
        try ["mailer.db", "mailer.db-wal"].map { try Data(contentsOf: folder.appendingPathComponent($0)) }
    }

    // MARK: - Acts

    func request(
        _ email: String = "ana@example.org", to list: MailingList? = nil, network: String? = "192.0.2.7",
        now: Timestamp = start
    ) throws {
        try registrar.request(
            SubscriptionRequest(
                list: (list ?? self.list).name, address: EmailAddress(email), network: network, wording: Office.wording),
            now: now)
    }

    func admit(_ email: String = "ana@example.org", consent: String?, now: Timestamp = start) throws
        -> Registrar.Admission
    {
        try registrar.admit(Profile(address: EmailAddress(email)), to: list, consentSource: consent, now: now)
    }

    func suppress(_ pattern: String, _ kind: SuppressionKind, now: Timestamp = start) throws {
        try database.suppress(SuppressionPattern(pattern), kind, reason: "asked", keys: keys, now: now)
    }

    /// Requests and confirms; the letter that did it.
    @discardableResult
    func confirmed(now: Timestamp = start) throws -> TokenLetter {
        try request(now: now)
        let letter = try letter(now: now)
        _ = try registrar.confirm(letter.confirm, network: nil, now: now)
        return letter
    }

    func unsubscribeToken(generation: Int32 = 0, of email: String = "ana@example.org") throws -> String {
        let subscription = try subscription(of: email)
        return LinkToken(purpose: .unsubscribe, subscription: subscription.id, generation: generation)
            .signed(by: keys)
    }

    // MARK: - What came of them

    /// The letters that wait; they are sent by this.
    func letters(now: Timestamp = start) throws -> [TokenLetter] {
        let claims = try database.turn(records: [], pauses: [], now: now) { try $0.claimLetters(limit: 100, now: now) }
        let records = claims.map {
            DeliveryRecord(delivery: $0.delivery, isLetter: true, state: .sent, countsAsAttempt: true)
        }
        _ = try database.turn(records: records, pauses: [], now: now) { _ in [] }
        return claims.compactMap { claim in
            guard case .letter(let recipient, let bytes) = claim.content else { return nil }
            return TokenLetter(recipient: recipient, bytes: bytes)
        }
    }

    /// The only letter that waits.
    func letter(now: Timestamp = start) throws -> TokenLetter {
        let letters = try letters(now: now)
        guard let letter = letters.first, letters.count == 1 else { throw Missing(what: "one letter: \(letters)") }
        return letter
    }

    func subscription(of email: String = "ana@example.org") throws -> RegisteredSubscription {
        guard let person = try database.subscriber(key: EmailAddress(email).key),
            let subscription = try database.subscription(list: list.id, subscriber: person.id)
        else { throw Missing(what: "the subscription") }
        return subscription
    }

    func state(of email: String = "ana@example.org") throws -> SubscriptionState {
        try subscription(of: email).state
    }

    func consent(of email: String = "ana@example.org") throws -> [ConsentEntry] {
        try database.detail(of: EmailAddress(email))?.subscriptions.first?.consent ?? []
    }

    func events(of email: String = "ana@example.org") throws -> [ConsentEntry.Event] {
        try consent(of: email).map(\.event)
    }

    var audience: Int {
        get throws { try database.audience(of: list, now: Office.start) }
    }
}
