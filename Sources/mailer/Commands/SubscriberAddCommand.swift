import Arguments
import Mail
import Membership
import Newsletter

enum SubscriberAddCommand: Subcommand {
    static let declaration = Command(
        ["subscriber", "add"], "add one subscriber to a list",
        discussion: """
            Mails a confirmation, unless --confirmed says that the person has agreed elsewhere; --source then names \
            where, for the consent record. Who has left or is suppressed is never brought back this way.
            """,
        positionals: [Positional("EMAIL", "the address")],
        options: [
            .value("list", "LIST", "the list", isRequired: true),
            .value("name", "NAME", "the person's name"),
            .value("language", "TAG", "the person's language, such as es"),
            .value("attribute", "KEY=VALUE", "an attribute of your own", isRepeatable: true),
            .flag("confirmed", "the person has agreed already"),
            .value("source", "TEXT", "where the person agreed"),
        ],
        examples: [
            "mailer subscriber add ana@example.org --list msme --name \"Ana María\"",
            "mailer subscriber add ana@example.org --list msme --confirmed --source fair",
        ])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let source = try consentSource(arguments)
        let profile: Profile
        do {
            profile = try GivenText.profile(
                try arguments.positional("EMAIL", EmailAddress.init), name: arguments.value("name"),
                language: arguments.value("language"), attributes: try attributes(arguments))
        } catch is GivenText.NameTooLong {
            throw arguments.badValue(
                of: "--name", reason: "it may have \(GivenText.longestName) characters at the most")
        }
        let desk = try session.desk()
        let list = try session.list(named: arguments.requiredValue("list", ListName.init), on: desk)
        let registrar = try session.registrar(on: desk)
        let admission = try desk.transaction {
            try registrar.admit(profile, to: list, consentSource: source, now: session.now)
        }
        let line =
            switch admission {
            case .confirmed: "added and confirmed"
            case .invited: "added; a confirmation will be mailed by mailer send or mailer serve"
            case .alreadySubscribed, .alreadyInvited: "nothing to do: \(admission.rawValue)"
            case .unsubscribed, .suppressed: "not added: \(admission.rawValue)"
            }
        try session.console.result(line, json: ["list": list.name.text, "result": admission.rawValue])
        return admission == .unsubscribed || admission == .suppressed ? .data : .ok
    }

    /// The words for the consent record; nil when a confirmation is to be mailed.
    static func consentSource(_ arguments: ParsedArguments) throws -> String? {
        let source = arguments.value("source")
        guard arguments.flag("confirmed") else {
            if source != nil { throw arguments.badValue(of: "--source", reason: "it belongs to --confirmed") }
            return nil
        }
        guard let source, !source.allSatisfy(\.isWhitespace) else {
            throw arguments.badValue(
                of: "--confirmed", reason: "it needs --source TEXT that says where the people agreed")
        }
        return source
    }

    private static func attributes(_ arguments: ParsedArguments) throws -> [String: String] {
        var attributes: [String: String] = [:]
        for pair in arguments.values("attribute") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw arguments.badValue(of: "--attribute", reason: "write it as KEY=VALUE")
            }
            attributes[parts[0]] = parts[1]
        }
        return attributes
    }
}
