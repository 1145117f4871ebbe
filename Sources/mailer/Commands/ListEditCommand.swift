import Arguments
import Newsletter
import Settings

enum ListEditCommand: Subcommand {
    static let declaration = Command(
        ["list", "edit"], "change what is known of a list",
        positionals: [Positional("NAME", "the list")],
        options: [
            .value("name", "TITLE", "what readers call it"),
            .value("fields", "FILE", "what it asks its readers, in YAML as docs/pages.md shows"),
        ] + listOptions,
        examples: ["mailer list edit msme --postal-address \"1889 F Street NW, Washington DC\""])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        var list = try session.list(named: arguments.positional("NAME", ListName.init), on: desk)
        try list.apply(arguments, session)
        if list.theme != nil { _ = try session.looks().mailTemplates(for: list) }
        let fields = try arguments.value("fields").map(CustomFieldsFile.read)
        try desk.transaction {
            try desk.update(list)
            if let fields { try desk.setFields(fields, of: list) }
        }
        try session.console.result(ListModel(list).lines, json: ListModel(list))
        return .ok
    }
}
