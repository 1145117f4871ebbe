import Mail
import Newsletter
import Signing

/// What a mail that came back, or a reader's own mail, ends.
extension Registrar {
    /// Ends a subscription by a token that came by mail; the person hears of it, as with any other way to leave.
    /// - Parameter source: for the consent record.
    public func unsubscribe(subscription id: Int64, source: String, now: Timestamp) throws {
        try register.transaction {
            guard var subscription = try register.subscription(id: id), subscription.state != .unsubscribed,
                let list = try register.list(id: subscription.list)
            else { return }
            let wasReader = subscription.state == .confirmed
            subscription.state = .unsubscribed
            try register.update(subscription, now: now)
            try record(.unsubscribed, subscription, source: source, now: now)
            if wasReader { try mailGoodbye(list, subscription, now) }
        }
    }

    /// A reader called our mail abuse: the subscription ends, and only the person's own request brings the address back. Nothing
    /// is mailed, since that is what they complained of.
    /// - Parameter subscription: nil where the mail was no issue.
    public func complain(_ address: EmailAddress, subscription id: Int64?, now: Timestamp) throws {
        try register.transaction {
            if let id, var subscription = try register.subscription(id: id), subscription.state != .unsubscribed {
                subscription.state = .unsubscribed
                subscription.generation += 1  // no way back by a link that is out
                try register.update(subscription, now: now)
                try record(.unsubscribed, subscription, source: "complaint", now: now)
            }
            try register.suppressImports(
                address, under: SuppressionMark(of: address.key, keys: keys), reason: "complaint", now: now)
        }
    }

    /// Asks those who are about to be suspended for their bounces whether they are still there, by mail. What follows, the fate of
    /// that mail decides.
    public func sendProbes(now: Timestamp) throws {
        guard try !register.wantedProbes(1).isEmpty else { return }
        try register.transaction {
            for id in try register.wantedProbes(100) {
                if let person = try register.subscriber(id: id),
                    let (list, subscription) = try confirmedSubscriptions(of: person).first
                {
                    let letter = try correspondence.probe(
                        of: list, to: person, unsubscribe: token(.unsubscribe, subscription, issuedAt: nil), now: now)
                    try register.enqueue(letter, now: now)
                }
                try register.noteProbe(of: id)
            }
        }
    }
}
