import Mail
import Newsletter
import Signing

/// When a letter may be written, and which links stand in it.
extension Registrar {
    /// A form must not be a way to bomb somebody with mail: so many letters a mailbox, of all that somebody at a form can
    /// cause, in so many seconds. Tags and dots in the address do not make another mailbox.
    private static let letterLimits: [(seconds: Int64, letters: Int)] = [(3_600, 1), (86_400, 3)]

    /// Leaving and coming back must not be a way either; a limit of its own, so that no request by form uses it up.
    private static let goodbyesADay = 3

    /// Whether a letter to the address is allowed now.
    func mayWrite(to address: EmailAddress, now: Timestamp) throws -> Bool {
        if try suppression(of: address) == .block { return false }
        return try Registrar.letterLimits.allSatisfy { limit in
            try register.lettersSent(to: address.limitedMailbox, since: now + -limit.seconds) < limit.letters
        }
    }

    func token(
        _ purpose: LinkPurpose, _ subscription: RegisteredSubscription, issuedAt: Timestamp?
    ) -> String {
        LinkToken(
            purpose: purpose, subscription: subscription.id, generation: subscription.generation, issuedAt: issuedAt
        ).signed(by: keys)
    }

    /// One letter for all that was asked for at once: its links are of the first, which the others follow.
    func mailConfirmation(
        _ requests: [(list: MailingList, subscription: RegisteredSubscription)], _ person: RegisteredSubscriber,
        _ now: Timestamp
    ) throws {
        guard let subscription = requests.first?.subscription else { return }
        try register.setCompanions(requests.dropFirst().map(\.subscription.id), of: subscription.id)
        let letter = try correspondence.confirmation(
            of: requests.map(\.list), to: person, confirm: token(.confirm, subscription, issuedAt: now),
            decline: token(.decline, subscription, issuedAt: now), now: now)
        try register.enqueue(letter, now: now)
    }

    /// Writes a confirmation and stores its length alone, so that a request that leads to no mail costs what another does.
    func answerNobody(_ lists: [MailingList], _ address: EmailAddress, _ now: Timestamp) throws {
        let nobody = RegisteredSubscription(id: 0, list: 0, subscriber: 0, state: .pending, generation: 0)
        let letter = try correspondence.confirmation(
            of: lists, to: RegisteredSubscriber(id: 0, address: address, name: nil, language: nil),
            confirm: token(.confirm, nobody, issuedAt: now), decline: token(.decline, nobody, issuedAt: now), now: now)
        try register.countUnanswered(bytes: letter.bytes.count)
    }

    func mailLinks(
        _ list: MailingList, _ person: RegisteredSubscriber, _ subscription: RegisteredSubscription, _ now: Timestamp
    ) throws {
        let own = try confirmedSubscriptions(of: person).map { list, subscription in
            OwnSubscription(list: list, unsubscribe: token(.unsubscribe, subscription, issuedAt: nil))
        }
        let letter = try correspondence.links(
            of: list, to: person, preferences: token(.links, subscription, issuedAt: now), lists: own, now: now)
        try register.enqueue(letter, now: now)
    }

    /// For who has just confirmed, with the way out; the confirmation was their wish, so no limit stands before it.
    func mailWelcome(_ list: MailingList, _ subscription: RegisteredSubscription, _ now: Timestamp) throws {
        guard list.sendsWelcome, let person = try register.subscriber(id: subscription.subscriber) else { return }
        let letter = try correspondence.welcome(
            of: list, to: person, unsubscribe: token(.unsubscribe, subscription, issuedAt: nil), now: now)
        try register.enqueue(letter, now: now)
    }

    /// Whoever leaves hears of it, so that a forwarded mail cannot end a subscription in silence; but for
    /// who has been told often enough today.
    func mailGoodbye(_ list: MailingList, _ subscription: RegisteredSubscription, _ now: Timestamp) throws {
        guard let person = try register.subscriber(id: subscription.subscriber),
            try suppression(of: person.address) != .block,
            try register.goodbyesSent(to: person.address.limitedMailbox, since: now + -86_400)
                < Registrar.goodbyesADay
        else { return }
        let letter = try correspondence.goodbye(
            of: list, to: person, undo: token(.undo, subscription, issuedAt: now), now: now)
        try register.enqueue(letter, now: now)
    }

    func confirmedSubscriptions(of person: RegisteredSubscriber) throws -> [(
        list: MailingList, subscription: RegisteredSubscription
    )] {
        try register.subscriptions(of: person.id).compactMap { subscription in
            guard subscription.state == .confirmed, let list = try register.list(id: subscription.list) else {
                return nil
            }
            return (list, subscription)
        }
    }
}

/// The proof that a form was looked at. The key that signs links signs this too.
extension Registrar {
    /// For a hidden field of a form that is shown now.
    public func formStamp(_ page: FormStamp.Page, now: Timestamp) -> String {
        FormStamp(page, shownAt: now).signed(by: keys)
    }

    /// Nil for anything that this installation has not signed.
    public func readFormStamp(_ text: String) -> FormStamp? {
        FormStamp.verify(text, keys: keys)
    }
}
