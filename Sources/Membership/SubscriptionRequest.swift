import Mail
import Newsletter

/// Somebody asks on a page that an address be subscribed, to one list or to several at once.
public struct SubscriptionRequest: Sendable {
    public let lists: [ListName]
    public let address: EmailAddress
    public let name: String?
    public let language: String?
    /// Answers to the list's questions.
    public let attributes: [String: String]
    /// The requester's network address, for the consent record.
    public let network: String?
    /// The exact words that were agreed to, for the consent record.
    public let wording: String

    public init(
        list: ListName, also others: [ListName] = [], address: EmailAddress, name: String? = nil,
        language: String? = nil,
        attributes: [String: String] = [:], network: String? = nil,
        wording: String
    ) {
        lists = [list] + others.filter { $0 != list }
        self.address = address
        self.name = name
        self.language = language
        self.attributes = attributes
        self.network = network
        self.wording = wording
    }
}
