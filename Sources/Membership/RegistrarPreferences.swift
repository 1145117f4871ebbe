import Mail
import Newsletter
import Signing

/// What a person changes through a fresh mailed link.
extension Registrar {
    /// Seconds for which a mailed link opens the preferences: long enough for slow mail, too short for one that is passed on.
    static let preferencesExpire: Int64 = 3_600

    /// What a link to the preferences shows now; changes nothing.
    public func preferences(_ token: String, now: Timestamp) throws -> PreferencesPage {
        switch try owner(of: token, now: now) {
        case .success(let person): return .open(try preferences(of: person))
        case .failure(let refusal): return refusal.page
        }
    }

    /// Makes it so. Who leaves a list here hears of it by mail, as with any other way to leave.
    public func save(_ token: String, _ change: PreferencesChange, network: String?, now: Timestamp) throws
        -> PreferencesPage
    {
        try register.transaction {
            guard case .success(let person) = try owner(of: token, now: now) else {
                return try preferences(token, now: now)
            }
            try register.setName(change.name, language: change.language, subscriber: person.id)
            if !change.attributes.isEmpty { try register.setAttributes(change.attributes, subscriber: person.id) }
            for list in try register.lists() {
                let known = try register.subscription(list: list.id, subscriber: person.id)
                switch (change.lists.contains(list.name), known?.state) {
                case (true, .confirmed), (false, .unsubscribed), (false, .pending), (false, nil): break
                case (true, _): try join(list, person, change, network, now)
                case (false, .confirmed): try leave(list, person, network, now)
                }
            }
            try register.pause(subscriber: person.id, until: change.pausedUntil)
            return .open(try preferences(of: person))
        }
    }

    /// Asks the new address whether it may take the place of the old one. The page is the same for any address.
    public func requestMove(_ token: String, to address: EmailAddress, now: Timestamp) throws -> PreferencesPage {
        try register.transaction {
            guard case .success(let person) = try owner(of: token, now: now),
                let (list, _) = try confirmedSubscriptions(of: person).first, address.key != person.address.key
            else { return try preferences(token, now: now) }
            guard try mayWrite(to: address, now: now) else {
                try answerNobody([list], address, now)
                return .open(try preferences(of: person))
            }
            let change = try register.addAddressChange(subscriber: person.id, to: address, now: now)
            let link = LinkToken(purpose: .move, subscription: change, generation: 0, issuedAt: now)
            let letter = try correspondence.move(
                of: list,
                to: RegisteredSubscriber(
                    id: person.id, address: address, name: person.name, language: person.language),
                confirm: link.signed(by: keys), now: now)
            try register.enqueue(letter, now: now)
            return .open(try preferences(of: person))
        }
    }

    // MARK: - Another address

    func lookAtMove(_ token: String, _ now: Timestamp) throws -> LinkPage {
        guard let link = LinkToken.verify(token, purpose: .move, keys: keys), let issuedAt = link.issuedAt else {
            return .invalid
        }
        let change = try register.addressChange(id: link.subscription)
        if change?.isDone == true { return .moved }
        return change != nil && now.seconds - issuedAt.seconds <= Registrar.moveExpires ? .readyToMove : .moveExpired
    }

    func move(_ token: String, network: String?, now: Timestamp) throws -> LinkPage {
        try register.transaction {
            let page = try lookAtMove(token, now)
            guard page == .readyToMove else { return page }
            guard let link = LinkToken.verify(token, purpose: .move, keys: keys),
                let change = try register.addressChange(id: link.subscription),
                let person = try register.subscriber(id: change.subscriber),
                try suppression(of: change.address) != .block
            else { return .invalid }
            let own = try confirmedSubscriptions(of: person)
            try register.liftSuppression(under: SuppressionMark(of: change.address.key, keys: keys))
            // While the old address is still the person's, so that the letter is known as theirs.
            if let list = own.first?.list {
                try register.enqueue(try correspondence.moved(of: list, from: person, now: now), now: now)
            }
            if let other = try register.subscriber(key: change.address.key), other.id != person.id {
                try handOver(own.map(\.list), from: person, to: other, network, now)
            } else {
                try register.readdress(subscriber: person.id, to: change.address, now: now)
                try recordMove(of: register.subscriptions(of: person.id), network, now)
            }
            try register.endAddressChange(id: change.id)
            return .moved
        }
    }

    /// The new address is known as a person already: the lists go over to it.
    private func handOver(
        _ lists: [MailingList], from person: RegisteredSubscriber, to other: RegisteredSubscriber,
        _ network: String?, _ now: Timestamp
    ) throws {
        for list in lists {
            for (owner, state) in [(person, SubscriptionState.unsubscribed), (other, .confirmed)] {
                var subscription = try subscription(of: owner, to: list, now: now)
                subscription.state = state
                try register.update(subscription, now: now)
                try recordMove(of: [subscription], network, now)
            }
        }
        try register.setSuppressed(false, subscriber: other.id)
    }

    /// Links that were mailed to the old address lose their meaning, but for those that unsubscribe.
    private func recordMove(of subscriptions: [RegisteredSubscription], _ network: String?, _ now: Timestamp) throws {
        for var subscription in subscriptions {
            subscription.generation += 1
            try register.update(subscription, now: now)
            try record(.moved, subscription, source: "link", network: network, now: now)
        }
    }

    // MARK: - Parts

    private enum Refusal: Error {
        case invalid, expired

        var page: PreferencesPage { self == .expired ? .expired : .invalid }
    }

    private func owner(of token: String, now: Timestamp) throws -> Result<RegisteredSubscriber, Refusal> {
        guard let link = LinkToken.verify(token, purpose: .links, keys: keys), let issuedAt = link.issuedAt,
            let subscription = try register.subscription(id: link.subscription),
            let person = try register.subscriber(id: subscription.subscriber)
        else { return .failure(.invalid) }
        let isFresh = now.seconds - issuedAt.seconds <= Registrar.preferencesExpire
        return isFresh && link.generation == subscription.generation ? .success(person) : .failure(.expired)
    }

    private func preferences(of person: RegisteredSubscriber) throws -> Preferences {
        let current = try register.subscriber(id: person.id) ?? person
        let own = try register.subscriptions(of: person.id).filter { $0.state == .confirmed }
        let choices = try register.lists().map { list in
            Preferences.Choice(
                list: list, isSubscribed: own.contains { $0.list == list.id }, fields: try register.fields(of: list))
        }
        return Preferences(
            address: current.address, name: current.name, language: current.language, choices: choices,
            pausedUntil: own.compactMap(\.pausedUntil).max(), suspension: try register.suspension(of: person.id),
            attributes: try register.attributes(of: person.id))
    }

    private func join(
        _ list: MailingList, _ person: RegisteredSubscriber, _ change: PreferencesChange, _ network: String?,
        _ now: Timestamp
    ) throws {
        var subscription = try subscription(of: person, to: list, now: now)
        subscription.state = .confirmed
        try register.update(subscription, now: now)
        try record(
            .confirmed, subscription, source: "preferences", network: network, wording: change.wording(list), now: now)
    }

    private func leave(
        _ list: MailingList, _ person: RegisteredSubscriber, _ network: String?, _ now: Timestamp
    ) throws {
        var subscription = try subscription(of: person, to: list, now: now)
        subscription.state = .unsubscribed
        try register.update(subscription, now: now)
        try record(.unsubscribed, subscription, source: "preferences", network: network, now: now)
        try mailGoodbye(list, subscription, now)
    }
}
