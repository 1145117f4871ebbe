import Arguments
import Composer
import Mail
import Newsletter
import Outbox
import Settings
import Signing

enum IssueTestCommand: Subcommand {
    static let declaration = Command(
        ["issue", "test"], "send an issue to a few people who try it out",
        discussion: """
            Sends it at once through the first relay, composed and signed as for a reader, with "[Test]" before the \
            subject. It is no delivery of the issue: nothing is recorded, and nothing stands in the way of a sender. \
            The links to unsubscribe and to the copy in the browser lead to a page that says what they are.
            """,
        positionals: [Positional("FILE", "the issue file")],
        options: [
            .value(
                "to", "ADDRESS", "who gets it, also as \"Ana <ana@example.org>\"; \(most) at the most",
                isRequired: true, isRepeatable: true),
            listOption,
            .value("language", "TAG", "as a reader of that language gets it", default: "the issue's own"),
        ],
        examples: ["mailer issue test 2020-02.md --to \"Ana <ana@example.org>\" --to ben@example.org"])

    /// Whom it goes to has asked for nothing, so they are few.
    private static let most = 10

    private struct Answer: Encodable {
        var email, outcome: String
        var reply: String

        var line: String { "\(email): \(outcome.replacing("_", with: " ")): \(reply)" }
    }

    private struct Model: Encodable {
        var issue, list, subject: String
        var recipients: [Answer]
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let testers = try testers(arguments)
        let issue = try IssueComposing(
            file: arguments.positional("FILE"), listOption: arguments.value("list", ListName.init), session,
            session.desk())
        let settings = try session.settings()
        let version = issue.version(for: arguments.value("language"))
        let signer = try DKIMSigner(settings.signatories())
        let sender = issue.from.address.envelope
        let messages = try testers.enumerated().map { index, tester in
            let reader = SampleReader.recipient(tester, messageID: SystemMail.messageID(issue.from), Links(settings))
            let bytes = version.message(to: reader, date: session.now, mark: "[Test] ")
            return OutgoingMessage(
                delivery: Int64(index), sender: sender, recipient: tester.address.envelope,
                needsSMTPUTF8: tester.address.needsSMTPUTF8 || version.needsSMTPUTF8,
                bytes: try signer.sign(bytes, at: session.now))
        }
        let outcomes = DirectSending(
            try Sending.transport(settings.firstRelay(named: issue.list.relay), connections: 1)
        ).send(messages)
        let answers = zip(testers, outcomes).map { answer($0.address, $1) }
        try session.console.result(
            answers.map(\.line).joined(separator: "\n"),
            json: Model(
                issue: issue.slug.text, list: issue.list.name.text, subject: "[Test] " + version.subject,
                recipients: answers))
        return exitCode(outcomes)
    }

    private static func testers(_ arguments: ParsedArguments) throws -> [Mailbox] {
        let texts = arguments.values("to")
        guard texts.count <= most else {
            throw arguments.badValue(of: "--to", reason: "a test goes to \(most) addresses at the most")
        }
        return try texts.map { text in
            do throws(AddressError) {
                return try Mailbox(text)
            } catch {
                throw arguments.badValue(of: "--to", reason: error.description)
            }
        }
    }

    private static func answer(_ address: EmailAddress, _ outcome: DeliveryOutcome) -> Answer {
        let (word, reply) =
            switch outcome {
            case .sent(let reply): ("sent", text(reply))
            case .refused(let reply, _): (reply.isTransient ? "deferred" : "refused", text(reply))
            case .notSent(let failure): ("not_sent", text(failure))
            case .unknown(let failure): ("uncertain", text(failure))
            }
        return Answer(email: address.text, outcome: word, reply: reply)
    }

    private static func text(_ reply: SMTPReply) -> String {
        [String(reply.code), reply.enhanced?.description, reply.text].compactMap { $0 }.joined(separator: " ")
    }

    private static func text(_ failure: ConnectionFailure) -> String {
        failure.reason + (failure.reply.map { " (\(text($0)))" } ?? "")
    }

    /// A refusal has to be mended; what else went wrong may pass.
    private static func exitCode(_ outcomes: [DeliveryOutcome]) -> ExitCode {
        let isRefused = outcomes.contains { if case .refused(let reply, _) = $0 { reply.isPermanent } else { false } }
        let areAllSent = outcomes.allSatisfy { if case .sent = $0 { true } else { false } }
        return isRefused ? .data : areAllSent ? .ok : .tempFail
    }
}
