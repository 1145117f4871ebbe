import Mail
import Membership
import Newsletter

/// Writes letters that hold their tokens and nothing else, one `name token` a line.
struct TokenWriter: Correspondence {
    func confirmation(
        of lists: [MailingList], to person: RegisteredSubscriber, confirm: String, decline: String, now: Timestamp
    ) throws -> Letter {
        let text = "list \(lists[0].name.text)\nconfirm \(confirm)\ndecline \(decline)"
        return Letter(kind: .confirmation, recipient: person.address, bytes: Array(text.utf8))
    }

    func welcome(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) -> Letter {
        let text = "list \(list.name.text)\nunsubscribe \(unsubscribe)"
        return Letter(kind: .welcome, recipient: person.address, bytes: Array(text.utf8))
    }

    func links(
        of list: MailingList, to person: RegisteredSubscriber, preferences: String, lists: [OwnSubscription],
        now: Timestamp
    ) throws -> Letter {
        let unsubscribe = lists.first { $0.list == list }?.unsubscribe ?? ""
        let text = "list \(list.name.text)\nunsubscribe \(unsubscribe)\npreferences \(preferences)"
        return Letter(kind: .links, recipient: person.address, bytes: Array(text.utf8))
    }

    func goodbye(of list: MailingList, to person: RegisteredSubscriber, undo: String, now: Timestamp) -> Letter {
        let text = "list \(list.name.text)\nundo \(undo)"
        return Letter(kind: .goodbye, recipient: person.address, bytes: Array(text.utf8))
    }

    func move(of list: MailingList, to person: RegisteredSubscriber, confirm: String, now: Timestamp) -> Letter {
        let text = "list \(list.name.text)\nconfirm \(confirm)"
        return Letter(kind: .move, recipient: person.address, bytes: Array(text.utf8))
    }

    func moved(of list: MailingList, from person: RegisteredSubscriber, now: Timestamp) -> Letter {
        Letter(kind: .moved, recipient: person.address, bytes: Array("list \(list.name.text)".utf8))
    }

    func probe(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) throws
        -> Letter
    { Letter(kind: .probe, recipient: person.address, bytes: Array("unsubscribe \(unsubscribe)".utf8)) }
}

/// A writer whose paper is out.
struct FailingWriter: Correspondence {
    struct Failure: Error {}

    func confirmation(
        of lists: [MailingList], to person: RegisteredSubscriber, confirm: String, decline: String, now: Timestamp
    ) throws -> Letter { throw Failure() }

    func links(
        of list: MailingList, to person: RegisteredSubscriber, preferences: String, lists: [OwnSubscription],
        now: Timestamp
    ) throws -> Letter { throw Failure() }

    func welcome(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) throws
        -> Letter
    { throw Failure() }

    func goodbye(of list: MailingList, to person: RegisteredSubscriber, undo: String, now: Timestamp) throws -> Letter {
        throw Failure()
    }

    func move(of list: MailingList, to person: RegisteredSubscriber, confirm: String, now: Timestamp) throws -> Letter {
        throw Failure()
    }

    func moved(of list: MailingList, from person: RegisteredSubscriber, now: Timestamp) throws -> Letter {
        throw Failure()
    }

    func probe(of list: MailingList, to person: RegisteredSubscriber, unsubscribe: String, now: Timestamp) throws
        -> Letter
    { throw Failure() }
}

/// A letter of `TokenWriter`, read back; a token that it lacks is empty.
struct TokenLetter {
    let recipient: EmailAddress
    private let lines: [String: String]

    init(recipient: EmailAddress, bytes: [UInt8]) {
        self.recipient = recipient
        let pairs = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
        lines = Dictionary(uniqueKeysWithValues: pairs.map { (String($0[0]), String($0[1])) })
    }

    var list: String { lines["list"] ?? "" }
    var confirm: String { lines["confirm"] ?? "" }
    var decline: String { lines["decline"] ?? "" }
    var unsubscribe: String { lines["unsubscribe"] ?? "" }
    var undo: String { lines["undo"] ?? "" }
    var preferences: String { lines["preferences"] ?? "" }
}
