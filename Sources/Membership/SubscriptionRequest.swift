import Mail
import Newsletter

/// Somebody asks on a page that an address be subscribed.
public struct SubscriptionRequest: Sendable {
    public let list: ListName
    public let address: EmailAddress
    public let name: String?
    public let language: String?
    /// The requester's network address, for the consent record.
    public let network: String?
    /// The exact words that were agreed to, for the consent record.
    public let wording: String

    public init(
        list: ListName, address: EmailAddress, name: String? = nil, language: String? = nil, network: String? = nil,
        wording: String
    ) {
        self.list = list
        self.address = address
        self.name = name
        self.language = language
        self.network = network
        self.wording = wording
    }
}
