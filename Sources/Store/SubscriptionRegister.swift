import Mail
import Membership
import Newsletter
import Signing

extension Database: Register {
    public func subscriber(key: String) throws -> RegisteredSubscriber? {
        try first(.subscriberByKey, key, read: Database.subscriber)
    }

    public func subscriber(id: Int64) throws -> RegisteredSubscriber? {
        try first(.subscriberByID, id, read: Database.subscriber)
    }

    private static func subscriber(_ row: Row) throws -> RegisteredSubscriber {
        RegisteredSubscriber(
            id: row.int(0), address: try row.address(1), name: row.optionalText(2), language: row.optionalText(3))
    }

    public func addSubscriber(_ profile: Profile, now: Timestamp) throws -> Int64 {
        try run(
            .insertSubscriber, profile.address.text, profile.address.key, profile.name, profile.language,
            attributesText(profile.attributes), now)
        return lastInsertedID
    }

    public func complete(subscriber: Int64, with profile: Profile) throws {
        try run(.completeSubscriber, subscriber, profile.name, profile.language, attributesText(profile.attributes))
    }

    public func setName(_ name: String?, language: String?, subscriber: Int64) throws {
        try run(.renameSubscriber, subscriber, name, language)
    }

    public func attributes(of subscriber: Int64) throws -> [String: String] {
        try first(.attributesOf, subscriber) { try $0.attributes(0) } ?? [:]
    }

    public func setAttributes(_ attributes: [String: String], subscriber: Int64) throws {
        try run(.setAttributes, subscriber, attributesText(attributes))
    }

    public func suspension(of subscriber: Int64) throws -> Suspension? {
        try first(.suspensionOf, subscriber) { row in
            Suspension(since: row.time(0), reason: row.optionalText(1).flatMap(BounceReason.init))
        }
    }

    public func liftSuspension(subscriber: Int64, now: Timestamp) throws {
        try transaction {
            try run(.liftSuspension, subscriber)
            // Also where nothing came back yet: what was sent before then may come back still.
            try run(.startBounceRecord, subscriber)
            try run(.restartBounceRecord, subscriber, now)
        }
    }

    public func wantedProbes(_ limit: Int) throws -> [Int64] {
        try all(.wantedProbes, limit) { $0.int(0) }
    }

    public func noteProbe(of subscriber: Int64) throws {
        try run(.noteProbe, subscriber)
    }

    public func readdress(subscriber: Int64, to address: EmailAddress, now: Timestamp) throws {
        try run(.startBounceRecord, subscriber)
        try run(.restartBounceRecord, subscriber, now)
        try run(.keepLettersOfFormerAddress, subscriber)
        try run(.readdressSubscriber, subscriber, address.text, address.key)
    }

    public func pause(subscriber: Int64, until: Timestamp?) throws {
        try run(.pauseSubscriber, subscriber, until)
    }

    // MARK: - Another address

    public func addAddressChange(subscriber: Int64, to address: EmailAddress, now: Timestamp) throws -> Int64 {
        try transaction {
            try run(.deleteAddressChanges, subscriber)
            try run(.insertAddressChange, subscriber, address.text, now)
            return lastInsertedID
        }
    }

    public func addressChange(id: Int64) throws -> AddressChange? {
        try first(.addressChangeByID, id) { row in
            AddressChange(
                id: row.int(0), subscriber: row.int(1), address: try row.address(2), isDone: row.bool(3))
        }
    }

    public func endAddressChange(id: Int64) throws {
        try run(.endAddressChange, id)
    }

    // MARK: - Subscriptions

    public func subscription(list: Int64, subscriber: Int64) throws -> RegisteredSubscription? {
        try first(.subscriptionByPerson, list, subscriber, read: Database.subscription)
    }

    public func subscription(id: Int64) throws -> RegisteredSubscription? {
        try first(.subscriptionByID, id, read: Database.subscription)
    }

    public func subscriptions(of subscriber: Int64) throws -> [RegisteredSubscription] {
        try all(.subscriptionsByPerson, subscriber, read: Database.subscription)
    }

    private static func subscription(_ row: Row) throws -> RegisteredSubscription {
        RegisteredSubscription(
            id: row.int(0), list: row.int(1), subscriber: row.int(2), state: try row.value(3),
            generation: Int32(truncatingIfNeeded: row.int(4)), pausedUntil: row.optionalTime(5))
    }

    public func addSubscription(list: Int64, subscriber: Int64, state: SubscriptionState, now: Timestamp) throws
        -> RegisteredSubscription
    {
        try run(.insertSubscription, list, subscriber, state.rawValue, now)
        return RegisteredSubscription(
            id: lastInsertedID, list: list, subscriber: subscriber, state: state, generation: 0)
    }

    public func setCompanions(_ companions: [Int64], of subscription: Int64) throws {
        try run(.endCompanions, subscription)
        for companion in companions { try run(.setCompanion, companion, subscription) }
    }

    public func companions(of subscription: Int64) throws -> [RegisteredSubscription] {
        try all(.companions, subscription, read: Database.subscription)
    }

    public func note(_ reason: LeavingReason, of subscription: Int64, now: Timestamp) throws {
        try run(.insertLeaving, subscription, now, reason.choice.rawValue, reason.words)
    }

    public func update(_ subscription: RegisteredSubscription, now: Timestamp) throws {
        try run(
            .updateSubscription, subscription.state.rawValue, subscription.generation, now, subscription.id)
    }

    public func append(_ entry: ConsentEntry) throws {
        try transaction {
            if let wording = entry.wording { try run(.insertWording, wording, entry.at) }
            try run(
                .insertConsent, entry.subscription, entry.at, entry.event.rawValue, entry.source, entry.wording)
            if let network = entry.network { try run(.insertNetwork, lastInsertedID, network, entry.at) }
        }
    }

    public func lastEvent(of subscription: Int64) throws -> ConsentEntry.Event? {
        try first(.lastConsentEvent, subscription) { try $0.value(0) }
    }

    public func hasLeft(_ subscription: Int64) throws -> Bool {
        try first(.hasLeft, subscription) { $0.bool(0) } ?? false
    }

    public func countUnanswered(bytes: Int) throws {
        try run(.countUnanswered, bytes)
    }

    public func lettersSent(to mailbox: String, since: Timestamp) throws -> Int {
        try first(.lettersSent, mailbox, since) { Int($0.int(0)) } ?? 0
    }

    public func goodbyesSent(to mailbox: String, since: Timestamp) throws -> Int {
        try first(.goodbyesSent, mailbox, since) { Int($0.int(0)) } ?? 0
    }

    public func enqueue(_ letter: Letter, now: Timestamp) throws {
        try transaction {
            try run(
                .insertLetter, letter.kind.rawValue, letter.recipient.text, letter.recipient.key,
                letter.recipient.limitedMailbox, letter.bytes, now)
            try run(.insertLetterDelivery, lastInsertedID, now)
        }
    }

    // MARK: - Suppression

    public func hasSuppressions() throws -> Bool {
        try first(.hasSuppressions) { $0.bool(0) } ?? false
    }

    public func suppression(under marks: [SuppressionMark]) throws -> SuppressionKind? {
        var found: SuppressionKind?
        for mark in marks {
            let kind: SuppressionKind? = try first(.suppressionByMark, mark.bytes) { try $0.value(0) }
            if kind == .block { return .block }
            found = found ?? kind
        }
        return found
    }

    public func liftSuppression(under mark: SuppressionMark) throws {
        try run(.liftNoImport, mark.bytes)
    }

    public func suppressImports(
        _ address: EmailAddress, under mark: SuppressionMark, reason: String, now: Timestamp
    ) throws {
        try transaction {
            try run(.insertNoImport, mark.bytes, address.key, reason, now)
            try run(.setSuppressedByKey, address.key)
        }
    }

    public func setSuppressed(_ isSuppressed: Bool, subscriber: Int64) throws {
        try run(.setSuppressed, isSuppressed, subscriber)
    }
}
