import Mail
import Newsletter

extension Database {
    /// - Returns: nil when there is a list of that name already.
    public func create(_ list: MailingList) throws -> MailingList? {
        try transaction {
            try run(
                .insertList, list.name.text, list.title, list.description, list.from?.text, list.replyTo?.text,
                list.postalAddress, list.privacyURL, list.language, list.archive.rawValue, list.theme,
                list.sendsWelcome, list.createdAt)
            return changes == 0 ? nil : try self.list(named: list.name)
        }
    }

    public func update(_ list: MailingList) throws {
        try run(
            .updateList, list.title, list.description, list.from?.text, list.replyTo?.text, list.postalAddress,
            list.privacyURL, list.language, list.archive.rawValue, list.theme, list.sendsWelcome, list.id)
    }

    public func list(named name: ListName) throws -> MailingList? {
        try first(.listByName, name.text, read: MailingList.init)
    }

    public func list(id: Int64) throws -> MailingList? {
        try first(.listByID, id, read: MailingList.init)
    }

    /// Every list, by title.
    public func lists() throws -> [MailingList] {
        try all(.allLists, read: MailingList.init)
    }

    public func subscriptionCounts(of list: MailingList) throws -> [SubscriptionState: Int] {
        var counts: [SubscriptionState: Int] = [:]
        for (state, count) in try all(
            .countSubscriptions, list.id, read: { (try $0.value(0, as: SubscriptionState.self), Int($0.int(1))) })
        {
            counts[state] = count
        }
        return counts
    }
}
