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
        if reply.code == 421 {  // RFC 5321 §3.8: the service is closing, whatever was asked
            self = .relay
        } else if reply.isTransient {
            self = stage == .mail ? .relay : .deferred
        } else if Verdict.speaksOfRecipient(reply) {
            self = .failed
        } else if stage == .mail || stage == .data || Verdict.speaksOfUs(reply) {
            self = .ours
        } else {
            self = .failed
        }
    }

    /// RFC 3463: X.1.1 to X.1.6 and X.1.10 are the recipient's address, X.2 its mailbox, X.6.7 an address that this
    /// way cannot carry (RFC 6531). X.1.7 and X.1.8 are the sender's.
    private static func speaksOfRecipient(_ reply: SMTPReply) -> Bool {
        guard let status = reply.enhanced else { return false }
        switch (status.subject, status.detail) {
        case (1, 7), (1, 8): return false
        case (1, _), (2, _), (6, 7): return true
        default: return false
        }
    }

    /// RFC 3463: X.7 is policy or security, X.3.4 and X.6 the message's size and content. Codes 530, 535 and 538 ask for
    /// AUTH (RFC 4954 §6). A reply without status is judged by the words that relays use for each.
    private static func speaksOfUs(_ reply: SMTPReply) -> Bool {
        if [530, 534, 535, 538].contains(reply.code) { return true }
        if let status = reply.enhanced {
            return status.subject == 7 || status.subject == 6 || (status.subject, status.detail) == (3, 4)
                || (status.subject, status.detail) == (1, 7) || (status.subject, status.detail) == (1, 8)
        }
        let text = reply.text.lowercased()
        return [
            "relay", "blacklist", "blocklist", "blocked", "spam", "reputation", "authenticat", "policy", "dnsbl", "rbl",
            "message size", "too large", "sender",
        ].contains { text.contains($0) }
    }
}
