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
                createdAt: person.createdAt, subscriptions: try subscriptionDetails(of: person.id))
        }
    }

    private func subscriptionDetails(of subscriber: Int64) throws -> [SubscriptionDetail] {
        let rows = try all(.subscriptionsOfSubscriber, subscriber) { row in
            (
                id: row.int(0), list: try row.listName(1), state: try row.value(2, as: SubscriptionState.self),
                changedAt: row.time(3), pausedUntil: row.optionalTime(4)
            )
        }
        return try rows.map { row in
            SubscriptionDetail(
                list: row.list, state: row.state, changedAt: row.changedAt, pausedUntil: row.pausedUntil,
                consent: try all(.consentOfSubscription, row.id, read: ConsentEntry.init))
        }
    }

    /// Everything that is kept of a person; nil for an address that nobody knows.
    public func personalData(of address: EmailAddress) throws -> PersonalData? {
        try transaction {
            guard let detail = try detail(of: address) else { return nil }
            let copies = try all(.deliveriesOfSubscriber, detail.id) { row in
                (
                    list: try row.listName(0), issue: try row.slug(1), subject: row.text(2),
                    state: try row.value(3, as: DeliveryState.self), changedAt: row.time(4), id: row.int(5)
                )
            }
            let deliveries = try copies.map { copy in
                PersonalData.Delivery(
                    list: copy.list, issue: copy.issue, subject: copy.subject, state: copy.state,
                    changedAt: copy.changedAt, replies: try all(.repliesToDelivery, copy.id) { $0.text(0) })
            }
            let letters = try all(.lettersTo, address.key, detail.id) { row in
                PersonalData.SystemMail(
                    kind: try row.value(0), createdAt: row.time(1), state: try row.value(2))
            }
            let leavings = try all(.leavingsOfSubscriber, detail.id) { row in
                PersonalData.Leaving(
                    list: try row.listName(0),
                    reason: LeavingReason(choice: try row.value(1), words: row.optionalText(2)), at: row.time(3))
            }
            let newAddress = try first(.addressChangeOf, detail.id) { try $0.address(0) }
            return PersonalData(
                detail: detail, deliveries: deliveries, systemMail: letters, leavings: leavings,
                newAddress: newAddress)
        }
    }

    /// Streams the subscriptions that the filter lets through, in the order in which they were made.
    public func exportSubscriptions(
        _ filter: SubscriptionFilter, _ body: (ExportedSubscription) throws -> Void
    ) throws {
        let values: [any SQLValue] = [filter.list, filter.state?.rawValue, filter.language, filter.text]
        try each(.exportSubscriptions, values) { row in
            try body(
                ExportedSubscription(
                    email: row.text(0), name: row.optionalText(1), language: row.optionalText(2),
                    attributes: try row.attributes(3), list: try row.listName(4), state: try row.value(5),
                    changedAt: row.time(6)))
        }
    }

    /// Streams the consent record, of all lists or one, in the order in which it was written.
    public func exportConsent(of list: MailingList?, _ body: (ExportedConsent) throws -> Void) throws {
        try each(.exportConsent, [list?.id]) { row in
            try body(
                ExportedConsent(email: row.text(7), list: try row.listName(8), entry: try ConsentEntry(row: row)))
        }
    }
}
