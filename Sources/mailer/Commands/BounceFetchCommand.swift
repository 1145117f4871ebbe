import Arguments
import Bounces
import Foundation
import Mailboxes
import Outbox
import Returns
import Settings

enum BounceFetchCommand: Subcommand {
    static let declaration = Command(
        ["bounce", "fetch"], "read the mailboxes that mail comes back to",
        discussion: """
            Reads each mailbox of the setting bounces.mailboxes by IMAP or POP3, lets its messages take effect as bounce \
            ingest does, and then deletes, marks or moves them. Killed at any moment it loses none and counts none twice. Made \
            for cron; ends with 75 when a mailbox could not be read to its end, the others being read all the same. Where one \
            runs already, a second one says so and ends with 0.
            """,
        options: [.flag("watch", "stay and look again by the setting bounces.poll, until SIGTERM")],
        examples: ["mailer bounce fetch", "*/10 * * * * mailer bounce fetch --quiet    (in a crontab)"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let settings = try session.settings().bounces
        guard !settings.mailboxes.isEmpty else {
            throw Failure(.config, "no mailbox to read; name one under bounces: mailboxes in the settings")
        }
        let lock: SenderLock
        do {
            lock = try SenderLock(path: session.lockFile(named: "bounces"))
        } catch SenderLock.Failure.held(let process) {
            let holder = process.map { " (process \($0))" } ?? ""
            session.console.note("another mailer reads the mailboxes already\(holder); nothing to do here")
            if session.console.isJSON { try session.console.say(json: BounceIngestCommand.Summary()) }
            return .ok
        }
        let stop = StopSignal()
        Signals.watch(stop)
        return try withExtendedLifetime(lock) {
            arguments.flag("watch")
                ? try watch(settings, session, stop) : try once(settings.mailboxes, session, stop)
        }
    }

    private static func once(_ mailboxes: [MailboxSettings], _ session: Session, _ stop: StopSignal) throws -> ExitCode
    {
        var summary = BounceIngestCommand.Summary()
        let trouble = try visit(mailboxes, session, stop, &summary)
        for line in trouble { Console.complain(line) }
        if !session.console.isQuiet || session.console.isJSON {
            try session.console.result(summary.line, json: summary)
        }
        return trouble.isEmpty ? .ok : .tempFail
    }

    /// A trouble is told when it begins, not at each look.
    private static func watch(_ settings: BounceSettings, _ session: Session, _ stop: StopSignal) throws -> ExitCode {
        var told: [String] = []
        while !stop.isSet {
            var summary = BounceIngestCommand.Summary()
            let trouble = try visit(settings.mailboxes, session, stop, &summary)
            for line in trouble where !told.contains(line) { Console.complain(line) }
            told = trouble
            if summary.messages > 0 { session.console.note(summary.line) }
            let next = ContinuousClock.now + .seconds(settings.poll)
            while ContinuousClock.now < next, !stop.isSet { usleep(200_000) }
        }
        return .ok
    }

    /// Reads all mailboxes.
    ///
    /// - Returns: a line for each that could not be read to its end. Trouble with the database is thrown.
    private static func visit(
        _ mailboxes: [MailboxSettings], _ session: Session, _ stop: StopSignal,
        _ summary: inout BounceIngestCommand.Summary
    ) throws -> [String] {
        let returns = try session.returnDesk(on: session.desk())
        var trouble: [String] = []
        for mailbox in mailboxes where !stop.isSet {
            do {
                let visit = try MailboxVisit(mailbox) { stop.isSet }
                try visit.run(limit: ReturnedMail.mostBytes) { message in
                    summary.count(try returns.take(message.bytes, now: session.now))
                }
            } catch MailboxError.stopped {
                break
            } catch let error as MailboxError {
                trouble.append("the mailbox \(mailbox.name): \(error)")
            } catch let error as SecretFile.Unusable {
                trouble.append("the mailbox \(mailbox.name): \(error)")
            }
        }
        return trouble
    }
}
