import Mail
import Newsletter

/// Everything that is kept of one person, as the answer to a data request.
public struct PersonalData: Sendable {
    /// A copy of an issue that was meant for the person.
    public struct Delivery: Sendable {
        public let list: ListName
        public let issue: Slug
        public let subject: String
        public let state: DeliveryState
        public let changedAt: Timestamp
        /// What mail servers said, the oldest first.
        public let replies: [String]

        public init(
            list: ListName, issue: Slug, subject: String, state: DeliveryState, changedAt: Timestamp,
            replies: [String]
        ) {
            self.list = list
            self.issue = issue
            self.subject = subject
            self.state = state
            self.changedAt = changedAt
            self.replies = replies
        }
    }

    /// A system mail to the person; its text is not kept once it is sent.
    public struct SystemMail: Sendable {
        public let kind: Letter.Kind
        public let createdAt: Timestamp
        public let state: DeliveryState

        public init(kind: Letter.Kind, createdAt: Timestamp, state: DeliveryState) {
            self.kind = kind
            self.createdAt = createdAt
            self.state = state
        }
    }

    /// What the person said on leaving a list.
    public struct Leaving: Sendable {
        public let list: ListName
        public let reason: LeavingReason
        public let at: Timestamp

        public init(list: ListName, reason: LeavingReason, at: Timestamp) {
            self.list = list
            self.reason = reason
            self.at = at
        }
    }

    public let detail: SubscriberDetail
    public let deliveries: [Delivery]
    public let systemMail: [SystemMail]
    public let leavings: [Leaving]
    /// A new address that its owner has not confirmed yet.
    public let newAddress: EmailAddress?

    public init(
        detail: SubscriberDetail, deliveries: [Delivery], systemMail: [SystemMail], leavings: [Leaving],
        newAddress: EmailAddress?
    ) {
        self.detail = detail
        self.deliveries = deliveries
        self.systemMail = systemMail
        self.leavings = leavings
        self.newAddress = newAddress
    }
}
