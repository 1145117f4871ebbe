import Mail

/// A newsletter that people subscribe to.
public struct MailingList: Sendable, Equatable {
    public let id: Int64
    public let name: ListName
    /// For people: the display name on pages and in List-Id.
    public var title: String
    public var description: String
    /// Overrides the `from` of the settings.
    public var from: Mailbox?
    public var replyTo: Mailbox?
    /// Stands in each issue's footer, as the law of many countries asks.
    public var postalAddress: String?
    public var privacyURL: String?
    /// A BCP 47 tag, such as `en` or `pt-BR`.
    public var language: String
    public var archive: ArchiveVisibility
    /// The name of the look of its mails and pages; nil for that of the settings.
    public var theme: String?
    /// Whether who has confirmed gets a letter with the ways out.
    public var sendsWelcome: Bool
    /// The names of the relays that its issues go by, with commas; nil for any.
    public var relay: String?
    public let createdAt: Timestamp

    public init(
        id: Int64, name: ListName, title: String, description: String = "", from: Mailbox? = nil,
        replyTo: Mailbox? = nil, postalAddress: String? = nil, privacyURL: String? = nil, language: String = "en",
        archive: ArchiveVisibility = .public, theme: String? = nil, sendsWelcome: Bool = true, relay: String? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.title = title
        self.description = description
        self.from = from
        self.replyTo = replyTo
        self.postalAddress = postalAddress
        self.privacyURL = privacyURL
        self.language = language
        self.archive = archive
        self.theme = theme
        self.sendsWelcome = sendsWelcome
        self.relay = relay
        self.createdAt = createdAt
    }
}

/// Who finds a list's past issues.
public enum ArchiveVisibility: String, Sendable, CaseIterable {
    /// Linked from the page of all lists, and open to search engines.
    case `public`
    /// Reachable by its address, linked from nowhere.
    case unlisted
}
