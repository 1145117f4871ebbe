import Mail

/// One line of the record that shows who agreed to what, when, and how we know.
public struct ConsentEntry: Sendable {
    public enum Event: String, Sendable, CaseIterable {
        case requested, confirmed, declined, unsubscribed
        /// Taken over with consent that was given elsewhere; `source` names it.
        case imported
        /// Back in by the undo link of the mail that told of the leaving.
        case returned
        /// The person's address is another from now on.
        case moved
        /// Asked for again after leaving, and not confirmed in time.
        case expired
        /// The person's data were emptied.
        case erased
    }

    public let subscription: Int64
    public let at: Timestamp
    public let event: Event
    /// `form`, `link`, `preferences`, `admin`, `time`, or the admin's own words for an import.
    public let source: String
    /// The requester's network address, until it has aged out.
    public let network: String?
    /// The exact words agreed to.
    public let wording: String?
    /// The number of those words, counted through all that were ever shown; nil for an entry that is not stored yet.
    public let wordingVersion: Int64?

    public init(
        subscription: Int64, at: Timestamp, event: Event, source: String, network: String? = nil,
        wording: String? = nil, wordingVersion: Int64? = nil
    ) {
        self.subscription = subscription
        self.at = at
        self.event = event
        self.source = source
        self.network = network
        self.wording = wording
        self.wordingVersion = wordingVersion
    }
}
