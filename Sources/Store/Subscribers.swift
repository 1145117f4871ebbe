import Mail
import Membership
import Newsletter

extension Database {
    /// All that is kept of a person; nil for an address that nobody knows.
    public func detail(of address: EmailAddress) throws -> SubscriberDetail? {
        try transaction {
            guard
                let person = try first(
                    .subscriberByKey, address.key,
                    read: { row in
                        SubscriberDetail(
                            id: row.int(0), address: try row.address(1), name: row.optionalText(2),
                            language: row.optionalText(3), attributes: try row.attributes(4),
                            suspendedAt: row.optionalTime(5), suppressed: row.bool(6), createdAt: row.time(7),
                            subscriptions: [])
                    })
            else { return nil }
            return SubscriberDetail(
                id: person.id, address: person.address, name: person.name, language: person.language,
                attributes: person.attributes, suspendedAt: person.suspendedAt, suppressed: person.suppressed,
                createdAt: person.createdAt, subscriptions: try subscriptions(of: person.id))
        }
    }

    private func subscriptions(of subscriber: Int64) throws -> [SubscriptionDetail] {
        let rows = try all(.subscriptionsOfSubscriber, subscriber) { row in
            (
                id: row.int(0), list: try row.listName(1), state: try row.value(2, as: SubscriptionState.self),
                changedAt: row.time(3)
            )
        }
        return try rows.map { row in
            let consent = try all(.consentOfSubscription, row.id) { entry in
                ConsentEntry(
                    subscription: entry.int(0), at: entry.time(1), event: try entry.value(2), source: entry.text(3),
                    network: entry.optionalText(4), wording: entry.optionalText(5))
            }
            return SubscriptionDetail(list: row.list, state: row.state, changedAt: row.changedAt, consent: consent)
        }
    }

    /// Streams every subscription, or those of one list, in the order in which they were made.
    public func exportSubscriptions(of list: MailingList?, _ body: (ExportedSubscription) throws -> Void) throws {
        try each(.exportSubscriptions, [list?.id]) { row in
            try body(
                ExportedSubscription(
                    email: row.text(0), name: row.optionalText(1), language: row.optionalText(2),
                    attributes: try row.attributes(3), list: try row.listName(4), state: try row.value(5),
                    changedAt: row.time(6)))
        }
    }
}
