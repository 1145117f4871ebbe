import Arguments
import Mail
import Newsletter

/// The options that `list create` and `list edit` share.
private let listOptions: [Option] = [
    .value("description", "TEXT", "what readers find on the sign-up page"),
    .value("from", "MAILBOX", "the sender, if not the one of the settings"),
    .value("reply-to", "MAILBOX", "where replies go, if not to the sender"),
    .value("postal-address", "TEXT", "stands in each issue's footer"),
    .value("privacy-url", "URL", "the privacy page"),
    .value("language", "TAG", "of its pages and mails, such as en"),
    .value("archive", "KIND", "public or unlisted"),
]

extension MailingList {
    fileprivate mutating func apply(_ arguments: ParsedArguments) throws {
        if let value = arguments.value("name") { title = value }
        if let value = arguments.value("description") { description = value }
        if let value = try arguments.value("from", Mailbox.init) { from = value }
        if let value = try arguments.value("reply-to", Mailbox.init) { replyTo = value }
        if let value = arguments.value("postal-address") { postalAddress = value }
        if let value = arguments.value("privacy-url") { privacyURL = value }
        if let value = arguments.value("language") { language = value }
        if let value = arguments.value("archive") {
            guard let visibility = ArchiveVisibility(rawValue: value) else {
                throw arguments.badValue(of: "--archive", reason: "it must be public or unlisted")
            }
            archive = visibility
        }
        guard !title.allSatisfy(\.isWhitespace) else {
            throw arguments.badValue(of: "--name", reason: "it must not be empty")
        }
    }
}

/// A list as JSON shows it.
struct ListModel: Encodable {
    var list, title, description, language, archive: String
    var from, replyTo, postalAddress, privacyUrl: String?
    var createdAt: Timestamp
    var subscriptions: [String: Int]?

    init(_ list: MailingList, counts: [SubscriptionState: Int]? = nil) {
        self.list = list.name.text
        title = list.title
        description = list.description
        language = list.language
        archive = list.archive.rawValue
        from = list.from?.text
        replyTo = list.replyTo?.text
        postalAddress = list.postalAddress
        privacyUrl = list.privacyURL
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
            ["made", createdAt.rfc3339],
        ]
        for state in SubscriptionState.allCases {
            if let count = subscriptions?[state.rawValue] { rows.append([state.rawValue, "\(count)"]) }
        }
        return rows.columns()
    }
}

enum ListCreateCommand: Subcommand {
    static let declaration = Command(
        ["list", "create"], "make a list",
        positionals: [Positional("NAME", "a-z, 0-9 and -, for commands and addresses")],
        options: [.value("name", "TITLE", "what readers call it", isRequired: true)] + listOptions,
        examples: ["mailer list create msme --name \"MSME Newsletter\" --from \"MSME <news@example.org>\""])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let name = try arguments.positional("NAME", ListName.init)
        var list = MailingList(id: 0, name: name, title: "", createdAt: session.now)
        try list.apply(arguments)
        guard let made = try session.desk().create(list) else {
            throw Failure(.data, "there is a list \"\(name.text)\" already; change it with mailer list edit")
        }
        let page = try Links(publicURL: session.settings().publicURL).subscribe(name.text)
        try session.console.result("made the list \(name.text); readers sign up at \(page)", json: ListModel(made))
        return .ok
    }
}

enum ListEditCommand: Subcommand {
    static let declaration = Command(
        ["list", "edit"], "change what is known of a list",
        positionals: [Positional("NAME", "the list")],
        options: [.value("name", "TITLE", "what readers call it")] + listOptions,
        examples: ["mailer list edit msme --postal-address \"1889 F Street NW, Washington DC\""])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        var list = try session.list(named: arguments.positional("NAME", ListName.init), on: desk)
        try list.apply(arguments)
        try desk.update(list)
        try session.console.result(ListModel(list).lines, json: ListModel(list))
        return .ok
    }
}

enum ListShowCommand: Subcommand {
    static let declaration = Command(
        ["list", "show"], "show a list and how many are subscribed",
        positionals: [Positional("NAME", "the list")], examples: ["mailer list show msme"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let list = try session.list(named: arguments.positional("NAME", ListName.init), on: desk)
        let model = ListModel(list, counts: try desk.subscriptionCounts(of: list))
        try session.console.result(model.lines, json: model)
        return .ok
    }
}

enum ListLsCommand: Subcommand {
    static let declaration = Command(
        ["list", "ls"], "name all lists", examples: ["mailer list ls"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let models = try desk.lists().map { ListModel($0, counts: try desk.subscriptionCounts(of: $0)) }
        if session.console.isJSON {
            try session.console.say(json: models)
        } else if models.isEmpty {
            session.console.note("no lists yet; mailer list create makes one")
        } else {
            let rows = models.map { model in
                [model.list, "\(model.subscriptions?[SubscriptionState.confirmed.rawValue] ?? 0)", model.title]
            }
            session.console.say(([["LIST", "READERS", "TITLE"]] + rows).columns())
        }
        return .ok
    }
}
