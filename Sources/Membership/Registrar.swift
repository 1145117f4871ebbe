import Mail
import Newsletter
import Signing

/// Subscribes, confirms, declines and unsubscribes. Each transition and its consent record are one transaction.
public struct Registrar: Sendable {
    let register: any Register
    let correspondence: any Correspondence
    let keys: SecretKeys
    /// Seconds for which a confirmation link works.
    let confirmationExpires: Int64

    public init(
        register: any Register, correspondence: any Correspondence, keys: SecretKeys, confirmationExpires: Int64
    ) {
        self.register = register
        self.correspondence = correspondence
        self.keys = keys
        self.confirmationExpires = confirmationExpires
    }

    // MARK: - Asking

    /// A request by form. It answers the same for anyone and takes as long, so that nobody learns who is subscribed.
    /// - Throws: `MembershipError.noSuchList`, or what the store throws.
    public func request(_ request: SubscriptionRequest, now: Timestamp) throws {
        try register.transaction {
            let lists = try request.lists.map { name in
                guard let list = try register.list(named: name) else { throw MembershipError.noSuchList(name) }
                return list
            }
            let knownPerson = try register.subscriber(key: request.address.key)
            guard try mayWrite(to: request.address, now: now) else {
                // Blocked, or has had its letters. Only a request that mails a letter changes anything: without one, the
                // links that are in the inbox already must go on working.
                return try answerNobody(lists, request.address, now)
            }
            // A stranger at a form may not change what is known of a person.
            let person =
                try knownPerson
                ?? newPerson(
                    Profile(
                        address: request.address, name: request.name, language: request.language,
                        attributes: request.attributes), now: now)
            let known = try lists.map { ($0, try subscription(of: person, to: $0, now: now)) }
            let open = known.filter { $0.1.state != .confirmed }.map { list, subscription in
                var subscription = subscription
                subscription.state = .pending
                subscription.generation += 1
                return (list, subscription)
            }
            for (_, subscription) in open {
                try register.update(subscription, now: now)
                try recordRequest(request, subscription, now)
            }
            if let first = known.first, open.isEmpty { return try mailLinks(first.0, person, first.1, now) }
            try mailConfirmation(open, person, now)
        }
    }

    /// "Mail me my links." Answers the same for anyone and takes as long.
    public func mailLinks(to address: EmailAddress, now: Timestamp) throws {
        try register.transaction {
            let person = try register.subscriber(key: address.key)
            let own = try person.map { try confirmedSubscriptions(of: $0) } ?? []
            guard try mayWrite(to: address, now: now), let person, let first = own.first else {
                if let list = try register.lists().first { try answerNobody([list], address, now) }
                return
            }
            try mailLinks(first.list, person, first.subscription, now)
        }
    }

    // MARK: - Admission

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
            if let refusal = try refusal(of: profile, to: list, consentSource: consentSource) {
                if refusal == .alreadySubscribed { _ = try knownOrNewPerson(profile, now: now) }
                return refusal
            }
            let person = try knownOrNewPerson(profile, now: now)
            var subscription = try subscription(of: person, to: list, now: now)
            guard let consentSource else {
                subscription.generation += 1
                try register.update(subscription, now: now)
                try record(.requested, subscription, source: "admin", now: now)
                try mailConfirmation([(list, subscription)], person, now)
                return .invited
            }
            subscription.state = .confirmed
            try register.update(subscription, now: now)
            try record(.imported, subscription, source: consentSource, now: now)
            return .confirmed
        }
    }

    /// What `admit` would lead to; changes nothing.
    public func preview(_ profile: Profile, to list: MailingList, consentSource: String?) throws -> Admission {
        try refusal(of: profile, to: list, consentSource: consentSource)
            ?? (consentSource == nil ? .invited : .confirmed)
    }

    /// Why `admit` would do nothing, nil when it would do something.
    private func refusal(of profile: Profile, to list: MailingList, consentSource: String?) throws -> Admission? {
        if try suppression(of: profile.address) != nil { return .suppressed }
        guard let person = try register.subscriber(key: profile.address.key),
            let known = try register.subscription(list: list.id, subscriber: person.id)
        else { return nil }
        switch (known.state, consentSource) {
        case (.confirmed, _): return .alreadySubscribed
        case (.unsubscribed, _): return .unsubscribed
        case (.pending, nil): return .alreadyInvited
        case (.pending, .some): return try register.hasLeft(known.id) ? .unsubscribed : nil
        }
    }

    /// Ends a person's subscriptions by an admin's hand; nothing is mailed, and links in earlier letters lose their meaning, the
    /// way back too; those that unsubscribe go on working.
    /// - Parameter list: nil for all.
    /// - Returns: the lists that were left; nil when nobody with the address is known.
    public func unsubscribe(_ address: EmailAddress, from list: MailingList?, now: Timestamp) throws -> [ListName]? {
        try register.transaction {
            guard let person = try register.subscriber(key: address.key) else { return nil }
            var left: [ListName] = []
            for var subscription in try register.subscriptions(of: person.id)
            where list == nil || list?.id == subscription.list {
                let hasLeft = subscription.state == .unsubscribed
                subscription.state = .unsubscribed
                subscription.generation += 1
                try register.update(subscription, now: now)
                if hasLeft { continue }
                try record(.unsubscribed, subscription, source: "admin", now: now)
                if let list = try register.list(id: subscription.list) { left.append(list.name) }
            }
            return left
        }
    }

    // MARK: - Parts

    func suppression(of address: EmailAddress) throws -> SuppressionKind? {
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

    func subscription(of person: RegisteredSubscriber, to list: MailingList, now: Timestamp) throws
        -> RegisteredSubscription
    {
        try register.subscription(list: list.id, subscriber: person.id)
            ?? register.addSubscription(list: list.id, subscriber: person.id, state: .pending, now: now)
    }

    func record(
        _ event: ConsentEntry.Event, _ subscription: RegisteredSubscription, source: String, network: String? = nil,
        wording: String? = nil, now: Timestamp
    ) throws {
        try register.append(
            ConsentEntry(
                subscription: subscription.id, at: now, event: event, source: source, network: network,
                wording: wording))
    }

    private func recordRequest(
        _ request: SubscriptionRequest, _ subscription: RegisteredSubscription, _ now: Timestamp
    ) throws {
        try record(
            .requested, subscription, source: "form", network: request.network, wording: request.wording, now: now)
    }
}
