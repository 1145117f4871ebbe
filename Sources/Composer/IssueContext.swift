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
    public let mail: MailStyle

    /// What the settings say about all issues.
    public struct MailStyle: Sendable {
        public enum Images: Sendable {
            /// Each copy carries them.
            case embedded
            /// Mail programs fetch them from the public pages.
            case hosted
        }

        public var images: Images
        /// Whom readers can write to about the list (List-Owner).
        public var owner: EmailAddress?
        /// Our name in Feedback-ID, by which large mailbox hosts sum up complaints.
        public var feedbackSender: String?

        public init(images: Images = .embedded, owner: EmailAddress? = nil, feedbackSender: String? = nil) {
            self.images = images
            self.owner = owner
            self.feedbackSender = feedbackSender
        }
    }

    public init(
        list: MailingList, from: Mailbox, replyTo: Mailbox? = nil, slug: Slug, publicURL: String, archiveURL: String,
        subscribeURL: String, mail: MailStyle = MailStyle()
    ) {
        self.list = list
        self.from = from
        self.replyTo = replyTo
        self.slug = slug
        self.publicURL = publicURL
        self.archiveURL = archiveURL
        self.subscribeURL = subscribeURL
        self.mail = mail
    }

    /// The page with all issues of the list.
    var pastIssuesURL: String { "\(publicURL)/archive/\(list.name.text)" }

    /// Where an image is to be found on the public pages.
    func mediaURL(_ name: String) -> String { "\(publicURL)/media/\(name)" }

    /// The list's name in the domain that names it (RFC 2919 §2): the public pages' host; the sender's domain while that
    /// is no name of the internet's.
    var listIdentifier: String {
        let afterScheme = publicURL.firstRange(of: "://").map { publicURL[$0.upperBound...] } ?? publicURL[...]
        let host = afterScheme.prefix { $0 != "/" && $0 != ":" && $0 != "?" }.lowercased()
        let isName = host.contains(".") && host.contains(where: \.isLetter) && host.utf8.allSatisfy { $0 < 0x80 }
        return "\(list.name.text).\(isName ? host : from.address.asciiDomain)"
    }
}
