import Mail
import Newsletter

/// A list as JSON shows it.
struct ListModel: Encodable {
    var list, title, description, language, archive: String
    var theme: String?
    var sendsWelcome: Bool
    var from, replyTo, postalAddress, privacyUrl, relay: String?
    var createdAt: Timestamp
    var subscriptions: [String: Int]?
    /// Why people left, and the last words of their own.
    var leaving: [String: Int]?
    var leavingWords: [String]?

    init(
        _ list: MailingList, counts: [SubscriptionState: Int]? = nil,
        leavings: (counts: [String: Int], words: [String])? = nil
    ) {
        leaving = leavings?.counts
        leavingWords = leavings?.words
        self.list = list.name.text
        title = list.title
        description = list.description
        language = list.language
        archive = list.archive.rawValue
        theme = list.theme
        sendsWelcome = list.sendsWelcome
        from = list.from?.text
        replyTo = list.replyTo?.text
        postalAddress = list.postalAddress
        privacyUrl = list.privacyURL
        relay = list.relay
        createdAt = list.createdAt
        subscriptions = counts.map { counts in
            Dictionary(uniqueKeysWithValues: SubscriptionState.allCases.map { ($0.rawValue, counts[$0] ?? 0) })
        }
    }

    var lines: String {
        var rows = [
            ["name", list], ["title", title], ["description", description], ["from", from ?? "(of the settings)"],
            ["reply-to", replyTo ?? "(the sender)"], ["postal address", postalAddress ?? "(none)"],
            ["privacy page", privacyUrl ?? "(none)"], ["language", language], ["archive", archive],
            ["theme", theme ?? "(of the settings)"], ["welcome", sendsWelcome ? "yes" : "no"],
            ["relay", relay ?? "(any)"],
            ["made", createdAt.rfc3339],
        ]
        for state in SubscriptionState.allCases {
            if let count = subscriptions?[state.rawValue] { rows.append([state.rawValue, "\(count)"]) }
        }
        for (reason, count) in (leaving ?? [:]).sorted(by: { $0.key < $1.key }) {
            rows.append(["left: \(reason)", "\(count)"])
        }
        for words in leavingWords ?? [] {
            rows.append(["left, saying", words.split(whereSeparator: \.isWhitespace).joined(separator: " ")])
        }
        return rows.columns()
    }
}
