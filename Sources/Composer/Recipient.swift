import Mail

/// Whom one copy goes to, and what is theirs alone in it.
public struct Recipient: Sendable {
    public let address: EmailAddress
    /// The display name in `To:`; any text.
    public let name: String?
    /// Without its angle brackets.
    public let messageID: String
    /// For one click in the mail program and for the link in the footer.
    public let unsubscribeURL: String
    /// A whole `mailto:` URL for mail programs without one click; nil where nobody reads that mail.
    public let unsubscribeMailto: String?
    /// This issue in the browser.
    public let viewURL: String
    public let attributes: [String: String]

    public init(
        address: EmailAddress, name: String?, attributes: [String: String] = [:], messageID: String,
        unsubscribeURL: String, unsubscribeMailto: String? = nil, viewURL: String
    ) {
        self.address = address
        self.name = name
        self.attributes = attributes
        self.messageID = messageID
        self.unsubscribeURL = unsubscribeURL
        self.unsubscribeMailto = unsubscribeMailto
        self.viewURL = viewURL
    }

    /// `name` for `To:`.
    var headerName: String? { name.map(ReaderText.header) }

    /// `value(of:)` for the subject.
    func headerValue(of field: MergeField) -> String { ReaderText.header(value(of: field)) }

    /// On one line; nothing that this reader or an importer typed survives as a line end or as a tag.
    func value(of field: MergeField) -> String {
        switch field {
        case .name: ReaderText.line(name ?? "")
        case .email: address.text
        case .attribute(let key): ReaderText.line(attributes[key] ?? "")
        case .unsubscribeURL: unsubscribeURL
        case .viewURL: viewURL
        case .language, .list, .preferencesURL, .custom: ""  // the same for all: filled when the issue was composed
        }
    }
}
