import Arguments
import Mail
import Membership
import Newsletter

enum SubscriberLsCommand: Subcommand {
    static let declaration = Command(
        ["subscriber", "ls"], "name subscribers",
        discussion: """
            One line for each subscription: state, list, address, name. With --duplicates only those that are probably \
            one mailbox: providers such as Gmail ignore dots and what follows a plus sign. That is a hint for people; \
            nothing is ever merged by it.
            """,
        options: [
            .value("list", "LIST", "only this list"),
            .value("state", "STATE", "pending, confirmed or unsubscribed"),
            .value("language", "TAG", "only people of this language"),
            .value("search", "TEXT", "a part of the address or the name"),
            .flag("duplicates", "only addresses that are probably one mailbox"),
        ],
        examples: ["mailer subscriber ls --list msme --state confirmed --search example.org"])

    private struct Model: Encodable {
        var email, list, state: String
        var name, language: String?
        var changedAt: Timestamp
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let list = try arguments.value("list", ListName.init).map { try session.list(named: $0, on: desk) }
        let filter = SubscriptionFilter(
            list: list?.id, state: try state(arguments), language: arguments.value("language"),
            text: arguments.value("search"))
        let isWanted = arguments.flag("duplicates") ? try duplicates(filter, desk) : { _ in true }
        let array = session.console.isJSON ? JSONArrayWriter(session.console) : nil
        try desk.exportSubscriptions(filter) { row in
            guard isWanted(row) else { return }
            if let array {
                try array.append(
                    Model(
                        email: row.email, list: row.list.text, state: row.state.rawValue, name: row.name,
                        language: row.language, changedAt: row.changedAt))
            } else {
                let state = row.state.rawValue + String(repeating: " ", count: 12 - row.state.rawValue.count)
                session.console.say([state, row.list.text, row.email, row.name ?? ""].joined(separator: "  "))
            }
        }
        array?.end()
        return .ok
    }

    /// The value of `--state`.
    static func state(_ arguments: ParsedArguments) throws -> SubscriptionState? {
        guard let text = arguments.value("state") else { return nil }
        guard let state = SubscriptionState(rawValue: text) else {
            let words = SubscriptionState.allCases.map(\.rawValue).joined(separator: ", ")
            throw arguments.badValue(of: "--state", reason: "it must be one of \(words)")
        }
        return state
    }

    /// Tells the rows whose mailbox occurs under two addresses or more.
    private static func duplicates(
        _ filter: SubscriptionFilter, _ desk: any Desk
    ) throws -> (ExportedSubscription) -> Bool {
        // Hashes, not addresses: a million of them fit into memory.
        var addresses: [Int: Int] = [:]
        var repeated: Set<Int> = []
        try desk.exportSubscriptions(filter) { row in
            guard let address = try? EmailAddress(row.email) else { return }
            let mailbox = address.likelyMailbox.hashValue
            let key = address.key.hashValue
            if let known = addresses[mailbox], known != key { repeated.insert(mailbox) }
            addresses[mailbox] = key
        }
        return { row in
            (try? EmailAddress(row.email)).map { repeated.contains($0.likelyMailbox.hashValue) } ?? false
        }
    }
}
