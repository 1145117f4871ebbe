import Mail
import Newsletter

/// What an issue needs to know beyond its file: the list it goes to and the addresses around it.
public struct IssueContext: Sendable {
    public let list: MailingList
    public let from: Mailbox
    public let replyTo: Mailbox?
    public let slug: Slug
    /// Where all public pages hang, such as `https://news.example.org`; no slash at its end.
    public let publicURL: String
    /// The issue's own page.
    public let archiveURL: String
    public let subscribeURL: String
    /// Stands in the footer; several lines are fine.
    public let postalAddress: String?

    /// `postalAddress` is the list's if none is given.
    public init(
        list: MailingList, from: Mailbox, replyTo: Mailbox? = nil, slug: Slug, publicURL: String, archiveURL: String,
        subscribeURL: String, postalAddress: String? = nil
    ) {
        self.list = list
        self.from = from
        self.replyTo = replyTo
        self.slug = slug
        self.publicURL = publicURL
        self.archiveURL = archiveURL
        self.subscribeURL = subscribeURL
        self.postalAddress = postalAddress ?? list.postalAddress
    }

    /// The page with all issues of the list.
    var pastIssuesURL: String { "\(publicURL)/archive/\(list.name.text)" }

    /// The list's name in the domain that names it (RFC 2919 §2): the public pages' host; the sender's domain while that
    /// is no name of the internet's.
    var listIdentifier: String {
        let afterScheme = publicURL.firstRange(of: "://").map { publicURL[$0.upperBound...] } ?? publicURL[...]
        let host = afterScheme.prefix { $0 != "/" && $0 != ":" && $0 != "?" }.lowercased()
        let isName = host.contains(".") && host.contains(where: \.isLetter) && host.utf8.allSatisfy { $0 < 0x80 }
        return "\(list.name.text).\(isName ? host : from.address.asciiDomain)"
    }
}
