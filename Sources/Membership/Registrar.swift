import Mail
import Newsletter
import Signing

/// Subscribes, confirms, declines and unsubscribes. Each transition and its consent record are one transaction.
public struct Registrar: Sendable {
    private let register: any Register
    private let correspondence: any Correspondence
    private let keys: SecretKeys
    /// Seconds for which a confirmation link works.
    private let confirmationExpires: Int64

    /// One system mail to an address in this many seconds: a form must not be a way to bomb somebody with mail.
    private static let letterPause: Int64 = 3600

    public init(
        register: any Register, correspondence: any Correspondence, keys: SecretKeys, confirmationExpires: Int64
    ) {
        self.register = register
        self.correspondence = correspondence
        self.keys = keys
        self.confirmationExpires = confirmationExpires
    }

    // MARK: - Asking

    /// A request by form. It answers the same for anyone, so that nobody learns who is subscribed.
    /// - Throws: `MembershipError.noSuchList`, or what the store throws.
    public func request(_ request: SubscriptionRequest, now: Timestamp) throws {
        try register.transaction {
            guard let list = try register.list(named: request.list) else {
                throw MembershipError.noSuchList(request.list)
            }
            if try suppression(of: request.address) == .block { return }
            let profile = Profile(address: request.address, name: request.name, language: request.language)
            // A stranger at a form may not change what is known of a person.
            let person = try register.subscriber(key: request.address.key) ?? newPerson(profile, now: now)
            var subscription = try subscription(of: person, to: list, now: now)
            let mayWrite = try register.lettersSent(to: person.address.key, since: now + -Registrar.letterPause) == 0
            if subscription.state == .confirmed {
                if mayWrite { try mailLinks(list, person, subscription, now) }
                return
            }
            subscription.state = .pending
            if mayWrite { subscription.generation += 1 }
            try register.update(subscription, now: now)
            try register.append(
                ConsentEntry(
                    subscription: subscription.id, at: now, event: .requested, source: "form",
                    network: request.network, wording: request.wording))
            if mayWrite { try mailConfirmation(list, person, subscription, now) }
        }
    }

    /// What an admin's `subscriber add` or one row of an import led to.
    public enum Admission: String, Sendable, CaseIterable {
        case confirmed
        /// Pending; a confirmation was mailed.
        case invited
        case alreadySubscribed = "already subscribed"
        /// Asked before and hasn't confirmed; nothing further is mailed.
        case alreadyInvited = "already invited"
        case unsubscribed = "has unsubscribed"
        case suppressed
    }

    /// Adds a person by an admin's hand. Who has left or is suppressed is never brought back this way.
    /// - Parameter consentSource: where the person agreed, in the admin's words; nil mails a confirmation instead.
    public func admit(_ profile: Profile, to list: MailingList, consentSource: String?, now: Timestamp) throws
        -> Admission
    {
        try register.transaction {
            if try suppression(of: profile.address) != nil { return .suppressed }
            let person = try knownOrNewPerson(profile, now: now)
            if let known = try register.subscription(list: list.id, subscriber: person.id) {
                switch (known.state, consentSource) {
                case (.confirmed, _): return .alreadySubscribed
                case (.unsubscribed, _): return .unsubscribed
                case (.pending, nil): return .alreadyInvited
                case (.pending, .some): break
                }
            }
            var subscription = try subscription(of: person, to: list, now: now)
            guard let consentSource else {
                subscription.generation += 1
                try register.update(subscription, now: now)
                try record(.requested, subscription, source: "admin", now: now)
                try mailConfirmation(list, person, subscription, now)
                return .invited
            }
            subscription.state = .confirmed
            try register.update(subscription, now: now)
            try record(.imported, subscription, source: consentSource, now: now)
            return .confirmed
        }
    }

    // MARK: - Links

    /// What a link means now; changes nothing.
    public func look(at token: String, for purpose: LinkPurpose, now: Timestamp) throws -> LinkPage {
        guard let (link, subscription, list) = try resolve(token, purpose) else { return .invalid }
        switch purpose {
        case .unsubscribe:
            // Any generation: a link in an old mail must still work (RFC 8058 §4).
            return subscription.state == .unsubscribed ? .done(list) : .ready(list)
        case .confirm, .decline:
            guard link.generation == subscription.generation else { return .expired(list) }
            return look(at: link, subscription.state, list, now)
        default: return .invalid
        }
    }

    private func look(at link: LinkToken, _ state: SubscriptionState, _ list: MailingList, _ now: Timestamp) -> LinkPage
    {
        let expired = link.issuedAt.map { now.seconds - $0.seconds > confirmationExpires } ?? false
        switch (link.purpose, state) {
        case (.confirm, .confirmed), (.decline, .unsubscribed): return .done(list)
        case (.confirm, .unsubscribed): return .expired(list)
        default: return expired ? .expired(list) : .ready(list)
        }
    }

    /// The button on the confirmation page.
    public func confirm(_ token: String, network: String?, now: Timestamp) throws -> LinkPage {
        try follow(token, .confirm, to: .confirmed, .confirmed, source: "link", network: network, now: now)
    }

    /// The button behind "this wasn't me".
    public func decline(_ token: String, network: String?, now: Timestamp) throws -> LinkPage {
        try follow(token, .decline, to: .unsubscribed, .declined, source: "link", network: network, now: now)
    }

    /// The button on the unsubscribe page, and one click (RFC 8058); may be repeated.
    public func unsubscribe(_ token: String, network: String?, now: Timestamp) throws -> LinkPage {
        try follow(token, .unsubscribe, to: .unsubscribed, .unsubscribed, source: "link", network: network, now: now)
    }

    private func follow(
        _ token: String, _ purpose: LinkPurpose, to state: SubscriptionState, _ event: ConsentEntry.Event,
        source: String, network: String?, now: Timestamp
    ) throws -> LinkPage {
        try register.transaction {
            let page = try look(at: token, for: purpose, now: now)
            guard case .ready(let list) = page, var (_, subscription, _) = try resolve(token, purpose) else {
                return page
            }
            precondition(subscription.state.canBecome(state), "look(at:) found it ready")
            subscription.state = state
            try register.update(subscription, now: now)
            try record(event, subscription, source: source, network: network, now: now)
            if state == .confirmed { try heed(subscription.subscriber) }
            return .done(list)
        }
    }

    /// The person's own wish outweighs an earlier erasure or complaint; a block it does not reach.
    private func heed(_ subscriber: Int64) throws {
        guard let person = try register.subscriber(id: subscriber) else { return }
        try register.liftSuppression(under: SuppressionMark(of: person.address.key, keys: keys))
        try register.setSuppressed(suppression(of: person.address) == .block, subscriber: person.id)
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

    // MARK: - Parts

    private func suppression(of address: EmailAddress) throws -> SuppressionKind? {
        try register.suppression(under: SuppressionPattern.marks(over: address, keys))
    }

    private func knownOrNewPerson(_ profile: Profile, now: Timestamp) throws -> RegisteredSubscriber {
        guard let known = try register.subscriber(key: profile.address.key) else {
            return try newPerson(profile, now: now)
        }
        try register.complete(subscriber: known.id, with: profile)
        return known
    }

    private func newPerson(_ profile: Profile, now: Timestamp) throws -> RegisteredSubscriber {
        let id = try register.addSubscriber(profile, now: now)
        return RegisteredSubscriber(id: id, address: profile.address, name: profile.name, language: profile.language)
    }

    private func subscription(of person: RegisteredSubscriber, to list: MailingList, now: Timestamp) throws
        -> RegisteredSubscription
    {
        try register.subscription(list: list.id, subscriber: person.id)
            ?? register.addSubscription(list: list.id, subscriber: person.id, state: .pending, now: now)
    }

    private func record(
        _ event: ConsentEntry.Event, _ subscription: RegisteredSubscription, source: String, network: String? = nil,
        now: Timestamp
    ) throws {
        try register.append(
            ConsentEntry(subscription: subscription.id, at: now, event: event, source: source, network: network))
    }

    private func token(_ purpose: LinkPurpose, _ subscription: RegisteredSubscription, issuedAt: Timestamp?) -> String {
        LinkToken(
            purpose: purpose, subscription: subscription.id, generation: subscription.generation, issuedAt: issuedAt
        ).signed(by: keys)
    }

    private func mailConfirmation(
        _ list: MailingList, _ person: RegisteredSubscriber, _ subscription: RegisteredSubscription, _ now: Timestamp
    ) throws {
        let letter = try correspondence.confirmation(
            of: list, to: person, confirm: token(.confirm, subscription, issuedAt: now),
            decline: token(.decline, subscription, issuedAt: now), now: now)
        try register.enqueue(letter, now: now)
    }

    private func mailLinks(
        _ list: MailingList, _ person: RegisteredSubscriber, _ subscription: RegisteredSubscription, _ now: Timestamp
    ) throws {
        let letter = try correspondence.links(
            of: list, to: person, unsubscribe: token(.unsubscribe, subscription, issuedAt: nil), now: now)
        try register.enqueue(letter, now: now)
    }
}
