import Mail
import Newsletter

/// The wish of the other side to get less at once: 421 (RFC 5321 §3.8), or 4.7.x (RFC 3463 §3.8) and what else speaks of rates.
enum Complaint {
    case ofRelay
    /// Of the recipient's domain, through the relay.
    case ofDomain

    init?(_ outcome: DeliveryOutcome) {
        switch outcome {
        case .sent: return nil
        case .notSent(let failure), .unknown(let failure):
            guard let reply = failure.reply, Self.asksForLess(reply, failure.stage) else { return nil }
            self = .ofRelay
        case .refused(let reply, let stage):
            guard Self.asksForLess(reply, stage) else { return nil }
            self = reply.code == 421 || stage == .mail ? .ofRelay : .ofDomain
        }
    }

    private static func asksForLess(_ reply: SMTPReply, _ stage: SMTPStage) -> Bool {
        if reply.code == 421 { return true }
        guard reply.isTransient else { return false }
        return switch BounceReason(reply, at: stage) {
        // A test for who comes back, and a fault of ours: neither minds the rate.
        case .greylisted, .ourFault: false
        case .rateLimited: true
        default: reply.enhanced?.subject == 7
        }
    }
}

extension DeliveryOutcome {
    /// Whether the message may count as gone.
    var went: Bool { if case .notSent = self { false } else { true } }
}
