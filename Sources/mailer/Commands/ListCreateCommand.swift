import Arguments
import Newsletter

enum ListCreateCommand: Subcommand {
    static let declaration = Command(
        ["list", "create"], "make a list",
        discussion: """
            Issues go out only from a list with a sender's name, a postal address and a privacy page, since its readers \
            have a right to them. Give them here, or later with mailer list edit.
            """,
        positionals: [Positional("NAME", "a-z, 0-9 and -, for commands and addresses")],
        options: [.value("name", "TITLE", "what readers call it", isRequired: true)] + listOptions,
        examples: ["mailer list create msme --name \"MSME Newsletter\""])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let name = try arguments.positional("NAME", ListName.init)
        var list = MailingList(id: 0, name: name, title: "", createdAt: session.now)
        try list.apply(arguments, session)
        if list.theme != nil { _ = try session.looks().mailTemplates(for: list) }
        guard let made = try session.desk().create(list) else {
            throw Failure(.data, "there is a list \"\(name.text)\" already; change it with mailer list edit")
        }
        let page = try Links(publicURL: session.settings().publicURL).subscribe(name.text)
        try session.console.result("made the list \(name.text); readers sign up at \(page)", json: ListModel(made))
        return .ok
    }
}
