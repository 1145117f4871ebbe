import Mail
import Newsletter

/// What a message that came back says, about whom, and what tells which delivery it answers.
public struct ReturnedMail: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable, Encodable {
        /// Mail was not delivered, or not yet.
        case bounce
        /// A reader, or their provider for them, called it abuse.
        case complaint
        /// Vacation notes, receipts, challenges: a machine's answer to mail that arrived.
        case autoreply
        /// A person asks to be taken off.
        case unsubscribe
        /// A notice of success.
        case delivered
        /// Anything else: people's answers, other mail, what is not understood.
        case none
    }

    public enum FailureClass: String, Sendable, CaseIterable, Encodable {
        /// Refused for good, for what the address is or for no reason that speaks of anything else.
        case hard
        /// Refused now: a full mailbox, a rule, the content, a host that was down for days. The address may live.
        case soft
        /// Still being tried.
        case delayed
    }

    public struct Recipient: Sendable, Equatable {
        /// As the report writes it; the one that was written to, when the report also names where it led.
        public var address: String
        public var status: EnhancedStatus?
        /// Of bounces only.
        public var failure: FailureClass?
        /// A `BounceReason`, or the `ComplaintType` of a complaint, by its stable name.
        public var reason: String?

        public init(address: String, status: EnhancedStatus?, failure: FailureClass?, reason: String?) {
            self.address = address
            self.status = status
            self.failure = failure
            self.reason = reason
        }
    }

    /// What can tie the message to a delivery, unchecked: all of it may be forged.
    public struct Attribution: Sendable, Equatable, Encodable {
        /// Of the returned message, with its angle brackets.
        public var messageID: String?
        /// The web address of the returned message's List-Unsubscribe field.
        public var listUnsubscribe: String?
        /// Where the returned message was going, by its own To field or the report's.
        public var originalRecipients: [String] = []
        /// Addresses that the report was sent to (Delivered-To, X-Original-To, To …) and the returned message's envelope
        /// sender: one of them carries the token of its delivery.
        public var envelopeAddresses: [String] = []

        public init() {}
    }

    /// Who wrote it and what about, by its own header: may be forged, like all of it.
    public struct Head: Sendable, Equatable {
        /// The address in From.
        public var sender: String?
        public var subject: String?
        /// The Message-IDs that it answers, the nearest first.
        public var answers: [String] = []
        /// A mail system, a machine or a list sent it, so that no mail may answer it and nobody waits for an answer (RFC 3834 §2).
        public var isAutomatic = false

        public init() {}
    }

    public var kind: Kind
    /// Empty unless the kind is bounce, complaint or delivered; each address once.
    public var recipients: [Recipient]
    public var attribution: Attribution
    public var head: Head

    public init(
        kind: Kind, recipients: [Recipient] = [], attribution: Attribution = Attribution(), head: Head = Head()
    ) {
        self.kind = kind
        self.recipients = recipients
        self.attribution = attribution
        self.head = head
    }
}

/// What an abuse report says of its cause (RFC 5965 §3.1 and the IANA registry of feedback types).
public enum ComplaintType: String, Sendable, CaseIterable {
    case abuse, fraud, virus, other
    case optOut = "opt-out"

    init(feedbackType: String) {
        self = ComplaintType(rawValue: feedbackType.hasPrefix("opt-out") ? "opt-out" : feedbackType) ?? .other
    }
}

extension ReturnedMail: Encodable {
    /// The head says nothing that the message doesn't.
    enum CodingKeys: String, CodingKey {
        case kind, recipients, attribution
    }
}

extension ReturnedMail.Recipient: Encodable {
    enum CodingKeys: String, CodingKey {
        case address, status, failure = "class", reason
    }

    /// Unknown values are null, not absent.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(address, forKey: .address)
        try container.encode(status?.description, forKey: .status)
        try container.encode(failure, forKey: .failure)
        try container.encode(reason, forKey: .reason)
    }
}
