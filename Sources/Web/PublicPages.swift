import Mail
import Newsletter

/// What the public pages read. The store conforms; no method changes anything, and each throws only when the store fails.
public protocol PublicPages: Sendable {
    /// Every list that takes subscribers, by title.
    func lists() throws -> [MailingList]

    func list(named name: ListName) throws -> MailingList?

    /// What a list asks its readers.
    func fields(of list: MailingList) throws -> [CustomField]

    /// The issues of a list that went out or are going out, the newest first. Drafts, scheduled and cancelled ones are not among them.
    func archive(of list: ListName) throws -> [ArchivedIssue]

    /// One issue as its page shows it, in a language that it has, else in its own; nil for what `archive(of:)` would not
    /// name.
    func archivedIssue(_ slug: Slug, of list: ListName, language: String?) throws -> ArchivedPage?

    /// An image of an issue; nil for any other name.
    func media(named name: String) throws -> PublicMedia?

    /// Throws unless the store can answer a question now (`/healthz`).
    func check() throws
}

/// A line of the archive.
public struct ArchivedIssue: Sendable, Equatable {
    public let slug: Slug
    public let subject: String
    /// When its sending began.
    public let sentAt: Timestamp

    public init(slug: Slug, subject: String, sentAt: Timestamp) {
        self.slug = slug
        self.subject = subject
        self.sentAt = sentAt
    }
}

/// An image as it is served.
public struct PublicMedia: Sendable, Equatable {
    /// Its media type.
    public let type: String
    public let bytes: [UInt8]

    public init(type: String, bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }
}

/// Shows a reader's own copy of an issue in the browser. It changes nothing.
public protocol IssueViewer: Sendable {
    /// The page that a link of `/view/` leads to; nil for one that leads nowhere.
    func page(for token: String) throws -> String?
}

/// An issue as a page of its own: a whole HTML document without anything personal in it.
public struct ArchivedPage: Sendable, Equatable {
    public let subject: String
    public let html: String
    /// The page's own.
    public let language: String
    /// All that the issue has, its own first.
    public let languages: [String]

    public init(subject: String, html: String, language: String, languages: [String]) {
        self.subject = subject
        self.html = html
        self.language = language
        self.languages = languages
    }
}
