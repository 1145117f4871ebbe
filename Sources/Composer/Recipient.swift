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

    public init(address: EmailAddress, name: String?, messageID: String, unsubscribeURL: String) {
        self.address = address
        self.name = name
        self.messageID = messageID
        self.unsubscribeURL = unsubscribeURL
    }

    func value(of slot: Slot) -> String {
        switch slot {
        case .unsubscribeURL: unsubscribeURL
        case .address: address.text
        }
    }
}
