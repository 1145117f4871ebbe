import Foundation
import HTTP
import Mail
import Membership
import Newsletter
import Signing
import Store
import Texts

@testable import Web

/// The site over a real store in a folder of its own, without a network.
final class House: Sendable {
    let database: Database
    let letters = LetterBox()
    let failures = FailureBox()
    let site: PublicSite
    let registrar: Registrar
    let keys = SecretKeys.generate()
    let news: MailingList
    private let folder: URL

    static let templates = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Templates/web")
        .standardizedFileURL.path
    static func phrasebook() throws -> Phrasebook { try Phrasebook(folder: templates + "/../texts") }
    static let now = Timestamp(seconds: 1_577_836_800)  // 2020-01-01

    init(
        publicURL: String = "https://example.org", archive: ArchiveVisibility = .public, title: String = "News & Views",
        policy: SignUpPolicy = SignUpPolicy()
    )
        throws
    {
        folder = FileManager.default.temporaryDirectory.appending(path: "mailer-web-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try Database(path: folder.appending(path: "mailer.db").path, opening: .createIfMissing)
        registrar = Registrar(
            register: database, correspondence: letters, keys: keys, confirmationExpires: 30 * 86_400)
        let failures = failures
        site = try PublicSite(
            registrar: registrar, pages: database, viewer: OneView(), looks: Wardrobe(),
            templates: Self.templates,
            phrasebook: Self.phrasebook(), publicURL: publicURL,
            policy: policy,
            onFailure: { error in
                failures.add(error)
                return 500
            })
        news =
            try database.create(
                MailingList(
                    id: 0, name: ListName("news"), title: title, description: "What is new, once a month.",
                    privacyURL: "https://example.org/privacy", archive: archive, sendsWelcome: false,
                    createdAt: Self.now))
            ?? {
                throw StoreFault()
            }()
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    struct StoreFault: Error {}

    func get(_ path: String, query: [(String, String)] = [], now: Timestamp = House.now) -> HTTPResponse {
        let query = query.map { HTTPField(name: $0.0, value: $0.1) }
        return site.respond(to: HTTPRequest(method: .get, path: Self.segments(path), query: query), now: now)
    }

    /// Sends a form as a browser does; one that was looked at for a minute, unless `stamp` says otherwise.
    func post(
        _ path: String, _ form: [(String, String)] = [], from address: String = "192.0.2.7", stamp: String? = nil,
        now: Timestamp = House.now
    ) -> HTTPResponse {
        let stamp = stamp ?? registrar.formStamp(.form, now: now + -60)
        let fields = (form + [("stamp", stamp)]).map { HTTPField(name: $0.0, value: $0.1) }
        return site.respond(
            to: HTTPRequest(method: .post, path: Self.segments(path), form: fields, remoteAddress: address),
            now: now)
    }

    func add(_ name: String, _ title: String, language: String = "en") throws -> MailingList {
        let list = MailingList(id: 0, name: try ListName(name), title: title, language: language, createdAt: Self.now)
        guard let made = try database.create(list) else { throw StoreFault() }
        return made
    }

    func count(_ state: SubscriptionState, of list: MailingList? = nil) throws -> Int {
        try database.subscriptionCounts(of: list ?? news)[state] ?? 0
    }

    /// Signs an address up and gives the tokens that its mail would carry.
    func invite(_ email: String = "ana@example.org", now: Timestamp = House.now) -> LetterBox.Tokens? {
        _ = post("/subscribe/news", [("email", email)], now: now)
        return letters.last
    }

    func queue(
        _ slug: String, subject: String, html: String = "<p>Hello</p>", versions: [NewIssue.Version] = [],
        media: [NewIssue.Media] = []
    ) throws {
        _ = try database.queue(
            NewIssue(
                list: news, slug: Slug(slug), subject: subject, digest: slug, sender: "news@example.org",
                composed: "{}",
                webPage: html, versions: versions, media: media, scheduledAt: nil), now: Self.now)
    }

    private static func segments(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init)
    }
}

/// Where the system's mails end here: their tokens.
final class LetterBox: Correspondence, @unchecked Sendable {  // `tokens` is used under the lock only
    struct Tokens: Equatable {
        var confirm = ""
        var decline = ""
        var unsubscribe = ""
        var preferences = ""
        var undo = ""
        var kind = Letter.Kind.confirmation
        var recipient = ""
        var name: String?
    }

    private let lock = NSLock()
    private var tokens: [Tokens] = []

    var all: [Tokens] { lock.withLock { tokens } }
    var last: Tokens? { all.last }

    func confirmation(
        of lists: [MailingList], to person: RegisteredSubscriber, confirm: String, decline: String, now: Timestamp
    ) -> Letter {
        keep(Tokens(confirm: confirm, decline: decline, name: person.name), .confirmation, person)
    }

    func links(
        of list: MailingList, to person: RegisteredSubscriber, preferences: String, lists: [OwnSubscription],
        now: Timestamp
    ) -> Letter {
        let own = lists.first?.unsubscribe ?? ""
        return keep(Tokens(unsubscribe: own, preferences: preferences, name: person.name), .links, person)
    }

    func welcome(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) -> Letter {
        keep(Tokens(), .welcome, person)
    }

    func goodbye(of list: MailingList, to person: RegisteredSubscriber, undo: String, now: Timestamp) -> Letter {
        keep(Tokens(undo: undo), .goodbye, person)
    }

    func move(of list: MailingList, to person: RegisteredSubscriber, confirm: String, now: Timestamp) -> Letter {
        keep(Tokens(confirm: confirm), .move, person)
    }

    func moved(of list: MailingList, from person: RegisteredSubscriber, now: Timestamp) -> Letter {
        keep(Tokens(), .moved, person)
    }

    func probe(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) -> Letter {
        keep(Tokens(unsubscribe: unsubscribe), .probe, person)
    }

    private func keep(_ written: Tokens, _ kind: Letter.Kind, _ person: RegisteredSubscriber) -> Letter {
        var written = written
        written.kind = kind
        written.recipient = person.address.text
        lock.withLock { tokens.append(written) }
        return Letter(kind: kind, recipient: person.address, bytes: Array("\(kind)\r\n".utf8))
    }
}

/// Shows one page for one token.
struct OneView: IssueViewer {
    func page(for token: String) -> String? { token == "token-of-ana" ? "<p>Dear Ana</p>" : nil }
}

final class FailureBox: @unchecked Sendable {  // `errors` is used under the lock only
    private let lock = NSLock()
    private var errors: [any Error] = []

    func add(_ error: any Error) {
        lock.withLock { errors.append(error) }
    }

    var count: Int { lock.withLock { errors.count } }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    func contains(_ text: String) -> Bool {
        self.text.contains(text)
    }
}

/// A look for all, and one for lists whose theme is `ours`.
struct Wardrobe: PageLooks {
    static let plain = PageLook(name: "plain", css: ":root { --page: #fff; }\n")
    static let ours = PageLook(
        name: "ours", css: ":root { --page: #eee; }\n",
        logo: .init(image: PublicMedia(type: "image/gif", bytes: Array("GIF8".utf8)), alternative: "O & us", width: 90))

    func look(of list: MailingList?) -> PageLook { list?.theme == "ours" ? Self.ours : Self.plain }
    func look(named name: String) -> PageLook? { [Self.plain, Self.ours].first { $0.name == name } }
}
