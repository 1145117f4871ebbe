import Arguments
import Foundation
import Mail
import Outbox

enum SendCommand: Subcommand {
    static let declaration = Command(
        ["send"], "deliver all mail that is due",
        discussion: """
            Made for cron: it sends what is due now and ends. Killed at any moment it loses nobody; a second one that \
            is started meanwhile says so and ends with 0. It ends with 75 when no relay took mail; readers whose \
            mail was put off are tried again by a later run. What is over a limit of an hour or a day, or outside the \
            hours of the settings, waits: it says so, and until when, and ends with 0.
            """,
        options: [
            .flag("watch", "stay and send what becomes due, until SIGTERM"),
            .value("limit", "N", "send at most N messages"),
        ],
        examples: ["mailer send", "*/5 * * * * mailer send --quiet    (in a crontab)"])

    private struct Model: Encodable {
        var sent, deferred, failed, uncertain: Int
        var paused: [String]
        var relayTrouble: String?
        var nextDue: Timestamp?
        var waitsFor: String?

        init(_ summary: SendSummary) {
            sent = summary.sent
            deferred = summary.deferred
            failed = summary.failed
            uncertain = summary.uncertain
            paused = summary.pauses
            relayTrouble = summary.relayTrouble
            nextDue = summary.nextDue
            waitsFor = summary.waitsFor
        }

        var line: String {
            [("sent", sent), ("deferred", deferred), ("failed", failed), ("outcome unknown", uncertain)]
                .filter { $0.1 > 0 || $0.0 == "sent" }.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + wait
        }

        private var wait: String {
            guard let waitsFor, let nextDue, relayTrouble == nil else { return "" }
            return "; the rest waits until \(nextDue.rfc3339): \(waitsFor)"
        }
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let limit = try arguments.number("limit", in: 1...Int.max)
        let desk = try session.desk()
        let issues: SenderLock
        switch try lock(.issues, session) {
        case .success(let lock): issues = lock
        case .failure(let held):
            session.console.note("\(held); nothing to do here")
            if session.console.isJSON { try session.console.say(json: Model(SendSummary())) }
            return .ok
        }
        // System mail too, unless a `serve` looks after it.
        let letters: SenderLock? = if case .success(let lock) = try lock(.letters, session) { lock } else { nil }
        let scopes: [OutboxScope] = letters == nil ? [.issues] : [.letters, .issues]

        let housekeeping = try Housekeeping(session)
        try housekeeping.tidyIfDue()
        let stop = StopSignal()
        Signals.watch(stop) { ServiceManager.shared.stopping() }
        let progress = Progress(session.console, waiting: desk.waitingCopies)
        let sending = try Sending(scopes, session, on: desk, stop: stop) { summary in
            try progress.show(summary)
            do { try housekeeping.tidyIfDue() } catch { Console.complain("old data stay for now: \(error)") }
        }
        if arguments.flag("watch") { ServiceManager.shared.ready("sending what becomes due") }
        let summary = try withExtendedLifetime((issues, letters)) {
            defer { progress.end() }
            return try sending.run(arguments.flag("watch") ? .stay : .untilIdle, limit: limit)
        }

        // Whoever runs it from cron is to hear of these, however quiet it is. Otherwise the relay's trouble was told at once.
        try tell(of: summary.pauses, on: desk)
        if session.console.isQuiet, let trouble = summary.relayTrouble { Console.complain("the relay: \(trouble)") }
        if !session.console.isQuiet || session.console.isJSON {
            try session.console.result(Model(summary).line, json: Model(summary))
        }
        return summary.relayTrouble != nil && summary.sent == 0 ? .tempFail : .ok
    }

    /// A line for each issue that this run paused and nobody has resumed since.
    private static func tell(of pauses: [String], on desk: any Desk) throws {
        guard !pauses.isEmpty else { return }
        for issue in try desk.issues() where issue.state == .paused {
            guard let reason = issue.pauseReason, pauses.contains(reason) else { continue }
            let name = "\(issue.list.text)/\(issue.slug.text)"
            Console.complain("\(name) is paused: \(reason); to go on: mailer issue resume \(name)")
        }
    }

    /// The lock of a scope, or who holds it.
    private static func lock(_ scope: OutboxScope, _ session: Session) throws -> Result<SenderLock, SenderLock.Failure>
    {
        do {
            return .success(try SenderLock(path: session.lockFile(scope)))
        } catch let failure as SenderLock.Failure {
            guard case .held = failure else { throw failure }
            return .failure(failure)
        }
    }
}
