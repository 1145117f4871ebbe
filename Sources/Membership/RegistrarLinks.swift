import Mail
import Newsletter
import Signing

/// The links in mails that is out.
extension Registrar {
    /// Seconds for which the way back after leaving stays open.
    static let undoExpires: Int64 = 7 * 86_400
    /// Seconds for which a new address may be confirmed.
    static let moveExpires: Int64 = 86_400

    /// What a link means now; changes nothing.
    public func look(at token: String, for purpose: LinkPurpose, now: Timestamp) throws -> LinkPage {
        guard let (link, subscription, list) = try resolve(token, purpose) else {
            return purpose == .confirm ? try lookAtMove(token, now) : .invalid
        }
        switch purpose {
        case .unsubscribe:
            // Any generation, at any age: a link in an old mail must still work (RFC 8058 §4).
            return subscription.state == .unsubscribed ? .done(list) : .ready(list)
        case .confirm, .decline, .undo:
            guard link.generation == subscription.generation else { return .expired(list) }
            return try look(at: link, subscription, list, now)
        default: return .invalid
        }
    }

    /// The lists that a link is about: its own, and for a confirmation those that were asked for with it and are or may be as
    /// it is.
    public func lists(behind token: String, for purpose: LinkPurpose) throws -> [MailingList] {
        guard let (link, subscription, list) = try resolve(token, purpose) else { return [] }
        return try [list] + companions(of: subscription, link).compactMap { try register.list(id: $0.list) }
    }

    private func companions(of subscription: RegisteredSubscription, _ link: LinkToken) throws
        -> [RegisteredSubscription]
    {
        guard [.confirm, .decline].contains(link.purpose), link.generation == subscription.generation else { return [] }
        return try register.companions(of: subscription.id).filter {
            $0.state == subscription.state && $0.subscriber == subscription.subscriber
        }
    }

    /// The answer to "would you tell us why?"; nothing unless the reader has left, and of nobody who was erased.
    public func note(_ reason: LeavingReason, behind token: String, now: Timestamp) throws {
        try register.transaction {
            guard let (_, subscription, _) = try resolve(token, .unsubscribe), subscription.state == .unsubscribed,
                try register.lastEvent(of: subscription.id) != .erased
            else { return }
            try register.note(reason, of: subscription.id, now: now)
        }
    }

    /// The language that the reader of a link has asked for; nil where nobody knows.
    public func language(behind token: String, for purpose: LinkPurpose) throws -> String? {
        if let (_, subscription, _) = try resolve(token, purpose) {
            return try register.subscriber(id: subscription.subscriber)?.language
        }
        guard purpose == .confirm, let link = LinkToken.verify(token, purpose: .move, keys: keys),
            let change = try register.addressChange(id: link.subscription)
        else { return nil }
        return try register.subscriber(id: change.subscriber)?.language
    }

    private func look(
        at link: LinkToken, _ subscription: RegisteredSubscription, _ list: MailingList, _ now: Timestamp
    ) throws -> LinkPage {
        let lifetime = link.purpose == .undo ? Registrar.undoExpires : confirmationExpires
        let isExpired = link.issuedAt.map { now.seconds - $0.seconds > lifetime } ?? false
        switch (link.purpose, subscription.state) {
        case (.confirm, .confirmed), (.undo, .confirmed), (.decline, .unsubscribed): return .done(list)
        case (.confirm, .unsubscribed):
            return try register.lastEvent(of: subscription.id) == .declined ? .declined(list) : .expired(list)
        // Who has asked anew has another link to follow.
        case (.undo, .pending): return .expired(list)
        default: return isExpired ? .expired(list) : .ready(list)
        }
    }

    /// The button on the confirmation page: for a subscription, or for a new address.
    public func confirm(_ token: String, network: String?, now: Timestamp) throws -> LinkPage {
        if LinkToken.verify(token, purpose: .move, keys: keys) != nil {
            return try move(token, network: network, now: now)
        }
        return try follow(token, .confirm, to: .confirmed, .confirmed, network: network, now: now)
    }

    /// The button behind "this wasn't me".
    public func decline(_ token: String, network: String?, now: Timestamp) throws -> LinkPage {
        try follow(token, .decline, to: .unsubscribed, .declined, network: network, now: now)
    }

    /// The button on the unsubscribe page, and one click (RFC 8058); may be repeated.
    public func unsubscribe(_ token: String, network: String?, now: Timestamp) throws -> LinkPage {
        try follow(token, .unsubscribe, to: .unsubscribed, .unsubscribed, network: network, now: now)
    }

    /// The button behind the way back.
    public func undo(_ token: String, network: String?, now: Timestamp) throws -> LinkPage {
        try follow(token, .undo, to: .confirmed, .returned, network: network, now: now)
    }

    private func follow(
        _ token: String, _ purpose: LinkPurpose, to state: SubscriptionState, _ event: ConsentEntry.Event,
        network: String?, now: Timestamp
    ) throws -> LinkPage {
        try register.transaction {
            let page = try look(at: token, for: purpose, now: now)
            guard case .ready(let list) = page, let (link, subscription, _) = try resolve(token, purpose) else {
                return page
            }
            precondition(subscription.state.canBecome(state), "look(at:) found it ready")
            if state == .confirmed, try !welcome(subscription.subscriber, now) { return .expired(list) }
            for var subscription in [subscription] + (try companions(of: subscription, link)) {
                // Who declines a request that nobody confirmed is not written to again; a reader hears of leaving
                // whichever link did it.
                let left = subscription.state == .confirmed && state == .unsubscribed
                subscription.state = state
                try register.update(subscription, now: now)
                try record(event, subscription, source: "link", network: network, now: now)
                guard let list = try register.list(id: subscription.list) else { continue }
                if left { try mailGoodbye(list, subscription, now) }
                // One for each list: each has its own way out.
                if purpose == .confirm { try mailWelcome(list, subscription, now) }
            }
            return .done(list)
        }
    }

    /// The person's own wish outweighs an earlier erasure or complaint; a block it does not reach. And the link came by mail,
    /// so that mail arrives.
    /// - Returns: false for a blocked address.
    private func welcome(_ subscriber: Int64, _ now: Timestamp) throws -> Bool {
        guard let person = try register.subscriber(id: subscriber) else { return false }
        if try suppression(of: person.address) == .block { return false }
        try register.liftSuppression(under: SuppressionMark(of: person.address.key, keys: keys))
        try register.setSuppressed(false, subscriber: subscriber)
        try register.liftSuspension(subscriber: subscriber, now: now)
        return true
    }

    private func resolve(_ token: String, _ purpose: LinkPurpose) throws -> (
        LinkToken, RegisteredSubscription, MailingList
    )? {
        guard let link = LinkToken.verify(token, purpose: purpose, keys: keys),
            let subscription = try register.subscription(id: link.subscription),
            let list = try register.list(id: subscription.list)
        else { return nil }
        return (link, subscription, list)
    }
}
