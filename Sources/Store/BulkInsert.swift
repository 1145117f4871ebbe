import Mail
import Membership
import Newsletter

extension Database {
    /// People one by one, since each address may be known; what belongs to those who are new in one statement each, which
    /// costs a third.
    public func addConfirmed(_ profiles: [Profile], to list: Int64, source: String, now: Timestamp) throws -> [Bool] {
        try transaction {
            // Ids only ever rise: those of the new people are above all that were there.
            let lastPerson = try first(.lastSubscriber) { $0.int(0) } ?? 0
            let added = try addUnknown(profiles, now: now)
            let lastSubscription = try first(.lastSubscription) { $0.int(0) } ?? 0
            try run(.subscribeNewPeople, list, lastPerson, SubscriptionState.confirmed.rawValue, now)
            try run(.recordNewSubscriptions, lastSubscription, now, ConsentEntry.Event.imported.rawValue, source)
            return added
        }
    }

    private func addUnknown(_ profiles: [Profile], now: Timestamp) throws -> [Bool] {
        let insert = try prepared(.insertUnknownSubscriber)
        defer { insert.reset() }
        insert.bind(now, at: 6)
        return try profiles.map { profile in
            insert.bind(profile.address.text, at: 1)
            insert.bind(profile.address.key, at: 2)
            insert.bind(profile.name, at: 3)
            insert.bind(profile.language, at: 4)
            insert.bind(try attributesText(profile.attributes), at: 5)
            defer { insert.rewind() }
            while try insert.step(path: path) != nil {}
            return changes > 0
        }
    }
}
