import Foundation
import Mail
import Membership
import Newsletter

// How rows become values. What this program wrote, it can read; anything else is damage, and said so.

extension Row {
    func address(_ column: Int32) throws -> EmailAddress {
        guard let address = try? EmailAddress(text(column)) else { throw StoreError.damaged("an address that is none") }
        return address
    }

    func mailbox(_ column: Int32) throws -> Mailbox? {
        guard let text = optionalText(column) else { return nil }
        guard let mailbox = try? Mailbox(text) else { throw StoreError.damaged("a mailbox that is none") }
        return mailbox
    }

    func value<Value: RawRepresentable<String>>(_ column: Int32, as type: Value.Type = Value.self) throws -> Value {
        guard let value = Value(rawValue: text(column)) else {
            throw StoreError.damaged("\"\(text(column))\" as a \(type)")
        }
        return value
    }

    func verdicts(_ column: Int32) -> [Verdict] {
        if isNull(column) { return [] }
        return text(column).split(separator: ",").compactMap { Verdict(rawValue: String($0)) }
    }

    func listName(_ column: Int32) throws -> ListName {
        guard let name = try? ListName(text(column)) else { throw StoreError.damaged("a list name that is none") }
        return name
    }

    func slug(_ column: Int32) throws -> Slug {
        guard let slug = try? Slug(text(column)) else { throw StoreError.damaged("a slug that is none") }
        return slug
    }

    func attributes(_ column: Int32) throws -> [String: String] {
        guard let attributes = try? JSONDecoder().decode([String: String].self, from: Data(text(column).utf8)) else {
            throw StoreError.damaged("attributes that are no JSON object of texts")
        }
        return attributes
    }
}

extension MailingList {
    init(row: Row) throws {
        self.init(
            id: row.int(0), name: try row.listName(1), title: row.text(2), description: row.text(3),
            from: try row.mailbox(4), replyTo: try row.mailbox(5), postalAddress: row.optionalText(6),
            privacyURL: row.optionalText(7), language: row.text(8), archive: try row.value(9),
            theme: row.optionalText(10), sendsWelcome: row.int(11) != 0, relay: row.optionalText(13),
            createdAt: row.time(12))
    }
}

extension Issue {
    init(row: Row) throws {
        self.init(
            id: row.int(0), list: try row.listName(1), slug: try row.slug(2), subject: row.text(3),
            state: try row.value(4), pauseReason: row.optionalText(5), audience: Int(row.int(6)),
            possibleDuplicates: Int(row.int(7)), createdAt: row.time(8), scheduledAt: row.optionalTime(9),
            startedAt: row.optionalTime(10), finishedAt: row.optionalTime(11))
    }
}

extension ConsentEntry {
    init(row: Row) throws {
        self.init(
            subscription: row.int(0), at: row.time(1), event: try row.value(2), source: row.text(3),
            network: row.optionalText(4), wording: row.optionalText(5), wordingVersion: row.optionalInt(6))
    }
}

/// Attributes as the database keeps them: a JSON object with sorted keys.
func attributesText(_ attributes: [String: String]) throws -> String {
    if attributes.isEmpty { return "{}" }  // nearly everybody, and an encoder costs more than the row
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(attributes), as: UTF8.self)
}
