import Foundation
import Mail
import Newsletter

extension Database {
    /// - Returns: nil when there is a list of that name already.
    public func create(_ list: MailingList) throws -> MailingList? {
        try transaction {
            try run(
                .insertList, list.name.text, list.title, list.description, list.from?.text, list.replyTo?.text,
                list.postalAddress, list.privacyURL, list.language, list.archive.rawValue, list.theme,
                list.sendsWelcome, list.relay, list.createdAt)
            return changes == 0 ? nil : try self.list(named: list.name)
        }
    }

    public func update(_ list: MailingList) throws {
        try run(
            .updateList, list.title, list.description, list.from?.text, list.replyTo?.text, list.postalAddress,
            list.privacyURL, list.language, list.archive.rawValue, list.theme, list.sendsWelcome,
            list.relay, list.id)
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

    /// What the list asks its readers.
    public func fields(of list: MailingList) throws -> [CustomField] {
        try first(.fieldsOfList, list.id) { row in
            guard let fields = try? JSONDecoder().decode([CustomField].self, from: Data(row.text(0).utf8)) else {
                throw StoreError.damaged("a list's fields that are no JSON of ours")
            }
            return fields
        } ?? []
    }

    public func setFields(_ fields: [CustomField], of list: MailingList) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try run(.setFieldsOfList, list.id, String(decoding: try encoder.encode(fields), as: UTF8.self))
    }

    /// How often each reason to leave was given, and what people last said in words of their own.
    public func leavings(of list: MailingList) throws -> (counts: [String: Int], words: [String]) {
        let counts = try all(.leavings, list.id) { ($0.text(0), Int($0.int(1))) }
        return (Dictionary(uniqueKeysWithValues: counts), try all(.leavingWords, list.id) { $0.text(0) })
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
