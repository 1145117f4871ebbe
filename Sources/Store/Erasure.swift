import Mail
import Membership
import Newsletter
import Signing

extension Database {
    /// Empties a person: address, name, language, attributes, network addresses, what relays said of their mail. The row, the
    /// consent record and the delivery counts stay, and a mark that keeps imports from bringing the address back.
    /// - Returns: false when nobody with the address is known.
    public func erase(_ address: EmailAddress, keys: SecretKeys, now: Timestamp) throws -> Bool {
        let isKnown = try empty(address, keys, now)
        if isKnown { emptyLog() }
        return isKnown
    }

    private func empty(_ address: EmailAddress, _ keys: SecretKeys, _ now: Timestamp) throws -> Bool {
        try transaction {
            guard let person = try subscriber(key: address.key) else { return false }
            for var subscription in try subscriptions(of: person.id) {
                subscription.state = .unsubscribed
                subscription.generation += 1  // no undo or confirmation that is out may fill an empty row
                try update(subscription, now: now)
                try append(ConsentEntry(subscription: subscription.id, at: now, event: .erased, source: "admin"))
                try run(.forgetNetworks, subscription.id)
                try run(.forgetLeaving, subscription.id)
                try run(.skipWaitingOfSubscription, subscription.id, now)
            }
            for delivery in try all(.deliveriesOfSubscriber, person.id, read: { $0.int(5) }) {
                try run(.deleteReplies, delivery)
            }
            let nobody = "erased-\(person.id)@erased.invalid"
            try deleteLetters(try all(.idleLettersOf, address.key, person.id) { ($0.int(0), $0.int(1)) })
            try run(.blankLettersOf, address.key, person.id, nobody)
            try deleteAddressChanges(of: person.id, and: address)
            try run(.detachSuppression, person.id)
            try run(.deleteBounceRecord, person.id)
            try run(.eraseSubscriber, person.id, nobody, now)
            try run(
                .insertSuppression, SuppressionMark(of: address.key, keys: keys).bytes,
                SuppressionKind.noImport.rawValue, "erased", now)
            return true
        }
    }

    /// Their own, and those of others to their address.
    private func deleteAddressChanges(of subscriber: Int64, and address: EmailAddress) throws {
        try run(.deleteAddressChanges, subscriber)
        let changes = try all(.addressChanges) { row in (id: row.int(0), address: try row.address(2)) }
        for change in changes where change.address.key == address.key { try run(.deleteAddressChange, change.id) }
    }

    /// Deletes what is older than it may become. In small transactions, so that nobody waits for it.
    public func tidy(_ retention: Retention, keys: SecretKeys, now: Timestamp) throws -> Tidied {
        var tidied = Tidied()
        // A day at least: the letters of a day are counted, so that no form can bomb anybody.
        let day: Int64 = 86_400
        let requests = now + -max(retention.requests, day)
        let deliveries = now + -max(retention.deliveries, day)
        try run(.deleteOldAddressChanges, now + -day)
        tidied.requests = try inBatches { limit in try endRequests(before: requests, limit, keys, now) }
        tidied.letters = try inBatches { limit in
            let letters = try all(.oldLetters, deliveries, limit) { ($0.int(0), $0.int(1)) }
            try deleteLetters(letters)
            return letters.count
        }
        tidied.replies = try inBatches { limit in
            try run(.oldReplies, deliveries, limit)
            return changes
        }
        // What is known is known again for longer than a bounce of it could count.
        let bounces = now + -max(retention.bounces, 31 * day)
        tidied.returnedMails = try inBatches { limit in
            try run(.oldReturned, bounces, limit)
            return changes
        }
        tidied.networkAddresses = try inBatches { limit in
            try run(.oldNetworks, now + -retention.networkAddresses, limit)
            return changes
        }
        return tidied
    }

    /// Repeats `body`, a transaction each time, until it finds nothing more; returns how much it found in all.
    private func inBatches(_ body: (_ limit: Int) throws -> Int) throws -> Int {
        let limit = 1_000
        var total = 0
        while true {
            let count = try transaction { try body(limit) }
            total += count
            if count < limit { return total }
        }
    }

    /// A request that led to nothing is deleted, with the person if nothing else is known of them; one by somebody who was
    /// subscribed before goes back to that. Who declined leaves the mark that keeps imports out.
    private func endRequests(before: Timestamp, _ limit: Int, _ keys: SecretKeys, _ now: Timestamp) throws -> Int {
        let requests = try all(.oldRequests, before, limit) { row in
            (
                subscription: RegisteredSubscription(
                    id: row.int(0), list: row.int(5), subscriber: row.int(1),
                    state: try row.value(2, as: SubscriptionState.self),
                    generation: Int32(truncatingIfNeeded: row.int(6))),
                address: try row.address(3), hasHistory: row.bool(4)
            )
        }
        for (subscription, address, hasHistory) in requests {
            if hasHistory {
                var ended = subscription
                ended.state = .unsubscribed
                try update(ended, now: now)
                try append(
                    ConsentEntry(subscription: subscription.id, at: now, event: .expired, source: "time"))
                continue
            }
            try run(.forgetNetworks, subscription.id)
            try run(.deleteConsent, subscription.id)
            try run(.deleteSubscription, subscription.id)
            if subscription.state == .unsubscribed {
                try run(
                    .insertSuppression, SuppressionMark(of: address.key, keys: keys).bytes,
                    SuppressionKind.noImport.rawValue, "declined", now)
            }
            guard try subscriptions(of: subscription.subscriber).isEmpty else { continue }
            try deleteLetters(try all(.idleLettersTo, address.key) { ($0.int(0), $0.int(1)) })
            try run(.deleteAddressChanges, subscription.subscriber)
            try run(.detachSuppression, subscription.subscriber)
            try run(.deleteBounceRecord, subscription.subscriber)
            try run(.deleteSubscriber, subscription.subscriber)
        }
        return requests.count
    }

    private func deleteLetters(_ letters: [(letter: Int64, delivery: Int64)]) throws {
        for (letter, delivery) in letters {
            try run(.deleteReplies, delivery)
            try run(.deleteDelivery, delivery)
            try run(.deleteLetter, letter)
        }
    }
}
