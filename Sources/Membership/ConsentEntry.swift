import Mail

/// One line of the record that shows who agreed to what, when, and how we know.
public struct ConsentEntry: Sendable {
    public enum Event: String, Sendable, CaseIterable {
        case requested, confirmed, declined, unsubscribed
        /// Taken over with consent that was given elsewhere; `source` names it.
        case imported
    }

    public let subscription: Int64
    public let at: Timestamp
    public let event: Event
    /// `form`, `link`, `one-click`, `admin`, or the admin's own words for an import.
    public let source: String
    /// The requester's network address.
    public let network: String?
    /// The exact words agreed to.
    public let wording: String?

    public init(
        subscription: Int64, at: Timestamp, event: Event, source: String, network: String? = nil, wording: String? = nil
    ) {
        self.subscription = subscription
        self.at = at
        self.event = event
        self.source = source
        self.network = network
        self.wording = wording
    }
}
