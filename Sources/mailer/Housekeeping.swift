import Mail
import Membership
import Newsletter
import Signing

/// Deletes what is older than the settings allow: at the start of a `send`, and every hour of one that stays.
final class Housekeeping {
    private let desk: any Desk
    private let keys: SecretKeys
    private let retention: Retention
    private let console: Console
    private var last: Timestamp?

    private static let pause: Int64 = 3_600  // seconds

    init(_ session: Session) throws {
        let settings = try session.settings()
        desk = try session.desk()
        keys = try session.keys()
        console = session.console
        retention = Retention(
            requests: settings.confirmationExpiresAfter, deliveries: settings.retention.deliveries,
            networkAddresses: settings.retention.networkAddresses, bounces: settings.retention.bounces)
    }

    func tidyIfDue() throws {
        let now = Session.now()
        if let last, now.seconds - last.seconds < Housekeeping.pause { return }
        last = now
        try desk.forgetMeters(before: now + -3 * 86_400)
        let tidied = try desk.tidy(retention, keys: keys, now: now)
        if console.isVerbose, !tidied.isNothing {
            console.note(
                "too old to keep: \(tidied.requests) requests, \(tidied.letters) system mails, \(tidied.replies) replies, "
                    + "\(tidied.networkAddresses) network addresses, \(tidied.returnedMails) mails that came back")
        }
    }
}
