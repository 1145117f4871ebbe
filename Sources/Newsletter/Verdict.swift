import Mail

/// What an outcome means for the delivery, its reader and us.
public enum Verdict: String, Sendable, CaseIterable {
    case sent
    /// Try this recipient again by the retry schedule.
    case deferred
    /// This recipient, or this message to them, is refused for good.
    case failed
    /// Refused for what we are or send: the delivery goes back, the issue pauses, no reader is blamed.
    case ours
    /// The relay isn't taking mail now: the delivery goes back, the relay gets a rest.
    case relay
    /// Nobody knows whether it arrived.
    case uncertain

    public init(_ outcome: DeliveryOutcome) {
        switch outcome {
        case .sent: self = .sent
        case .unknown: self = .uncertain
        case .notSent(let failure): self = Verdict(failure)
        case .refused(let reply, let stage): self = Verdict(reply, at: stage)
        }
    }

    /// A 5yz before any transaction speaks of us (bad credentials, an unwelcome client); all else is the relay's state.
    public init(_ failure: ConnectionFailure) {
        self = failure.reply.map(\.isPermanent) == true ? .ours : .relay
    }

    private init(_ reply: SMTPReply, at stage: SMTPStage) {
        let reason = BounceReason(reply, at: stage)
        if reply.code == 421 {  // RFC 5321 §3.8: the service is closing, whatever was asked
            self = .relay
        } else if reply.isTransient {
            self = stage == .mail ? .relay : .deferred
        } else if stage == .mail || stage == .data {
            // MAIL and DATA name no reader; only what this reader's address can't pass (RFC 6531 §3.5) speaks of one.
            self = Verdict.speaksOfAddressForm(reply) ? .failed : .ours
        } else {
            self = reason.isAboutUs ? .ours : .failed
        }
    }

    private static func speaksOfAddressForm(_ reply: SMTPReply) -> Bool {
        guard let status = reply.enhanced else { return false }
        return (status.subject, status.detail) == (6, 7) || (status.subject, status.detail) == (1, 3)
    }
}
