import Mail

/// What monitoring is told of the queue: nothing in it names a list, an issue or a person.
public struct QueueFigures: Sendable, Equatable {
    /// How many of a kind are in a state that is not final.
    public struct Depth: Sendable, Equatable {
        /// `issue` or `letter`
        public let kind: String
        public let state: String
        public let count: Int

        public init(kind: String, state: String, count: Int) {
            self.kind = kind
            self.state = state
            self.count = count
        }
    }

    /// A count that was kept since the database was made.
    public struct Tally: Sendable, Equatable {
        public let name: String
        public let label: String
        public let reason: String
        public let count: Int

        public init(name: String, label: String, reason: String, count: Int) {
            self.name = name
            self.label = label
            self.reason = reason
            self.count = count
        }
    }

    public var depths: [Depth] = []
    public var tallies: [Tally] = []
    /// In the minute before.
    public var sentLately = 0
    public var issues: [String: Int] = [:]
    /// Since when the oldest mail has been due, or will be; paused issues don't count.
    public var nextCopy: Timestamp?
    public var nextLetter: Timestamp?
    /// When a sender last looked after the running issues; nil when none runs.
    public var issuesActive: Timestamp?

    public init() {}

    /// Bounds of the histogram of how long a delivery takes, in milliseconds.
    public static let latencyBounds = [10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 600_000]
}
