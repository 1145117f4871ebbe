import Arguments
import Mail
import Membership
import Newsletter

enum SubscriberShowCommand: Subcommand {
    static let declaration = Command(
        ["subscriber", "show"], "show all that is kept of a person, with the consent record",
        positionals: [Positional("EMAIL", "the address")], examples: ["mailer subscriber show ana@example.org"])

    private struct Model: Encodable {
        struct Consent: Encodable {
            var at: Timestamp
            var event, source: String
            var network, wording: String?
        }
        struct Subscription: Encodable {
            var list, state: String
            var changedAt: Timestamp
            var consent: [Consent]
        }
        var email: String
        var name, language: String?
        var attributes: [String: String]
        var suppressed: Bool
        var suspendedAt: Timestamp?
        var createdAt: Timestamp
        var subscriptions: [Subscription]

        init(_ detail: SubscriberDetail) {
            email = detail.address.text
            name = detail.name
            language = detail.language
            attributes = detail.attributes
            suppressed = detail.suppressed
            suspendedAt = detail.suspendedAt
            createdAt = detail.createdAt
            subscriptions = detail.subscriptions.map { subscription in
                Subscription(
                    list: subscription.list.text, state: subscription.state.rawValue,
                    changedAt: subscription.changedAt,
                    consent: subscription.consent.map {
                        Consent(
                            at: $0.at, event: $0.event.rawValue, source: $0.source, network: $0.network,
                            wording: $0.wording)
                    })
            }
        }

        var lines: String {
            var rows = [["email", email], ["name", name ?? "(none)"], ["language", language ?? "(none)"]]
            rows += attributes.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
            rows.append(["known since", createdAt.rfc3339])
            if suppressed { rows.append(["suppressed", "yes"]) }
            if let suspendedAt { rows.append(["suspended", "since \(suspendedAt.rfc3339)"]) }
            for subscription in subscriptions {
                rows.append([subscription.list, "\(subscription.state) since \(subscription.changedAt.rfc3339)"])
                rows += subscription.consent.map { entry in
                    let details = [entry.source, entry.network, entry.wording.map { "\"\($0)\"" }].compactMap { $0 }
                    return ["", "\(entry.at.rfc3339) \(entry.event): \(details.joined(separator: ", "))"]
                }
            }
            return rows.columns()
        }
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        guard let detail = try session.desk().detail(of: arguments.positional("EMAIL", EmailAddress.init)) else {
            throw Failure(.noInput, "nobody with that address is known")
        }
        try session.console.result(Model(detail).lines, json: Model(detail))
        return .ok
    }
}
