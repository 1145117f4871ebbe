/// How long what is kept of people is kept, in seconds.
public struct Retention: Sendable {
    /// Requests that nobody confirmed, and those that were declined.
    public let requests: Int64
    /// What relays said of each delivery, and system mail that is done.
    public let deliveries: Int64
    /// Network addresses in the consent record.
    public let networkAddresses: Int64
    /// Mail that came back.
    public let bounces: Int64

    public init(requests: Int64, deliveries: Int64, networkAddresses: Int64, bounces: Int64) {
        self.requests = requests
        self.deliveries = deliveries
        self.networkAddresses = networkAddresses
        self.bounces = bounces
    }
}

/// What was too old to be kept.
public struct Tidied: Sendable, Equatable {
    /// Requests that were deleted with their people, or put back to what they were before.
    public var requests = 0
    public var replies = 0
    public var letters = 0
    public var networkAddresses = 0
    public var returnedMails = 0

    public init() {}

    public var isNothing: Bool { self == Tidied() }
}
