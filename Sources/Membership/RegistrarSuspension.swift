import Mail
import Newsletter

/// Suspension: mail to an address came back too often, so that no issue goes there. It ends by whoever shows that mail arrives
/// there, or by an admin's word; its record of bounces begins anew then.
extension Registrar {
    /// A person's wish, on the page of their preferences.
    public func liftSuspension(_ token: String, now: Timestamp) throws -> PreferencesPage {
        try register.transaction {
            let page = try preferences(token, now: now)
            guard case .open(let preferences) = page, let person = try register.subscriber(key: preferences.address.key)
            else { return page }
            try register.liftSuspension(subscriber: person.id, now: now)
            return try self.preferences(token, now: now)
        }
    }

    /// An admin's word.
    /// - Returns: whether there was a suspension; nil when nobody with the address is known.
    public func liftSuspension(of address: EmailAddress, now: Timestamp) throws -> Bool? {
        try register.transaction {
            guard let person = try register.subscriber(key: address.key) else { return nil }
            let isSuspended = try register.suspension(of: person.id) != nil
            try register.liftSuspension(subscriber: person.id, now: now)
            return isSuspended
        }
    }
}

/// Why no issue goes to an address.
public struct Suspension: Sendable, Equatable {
    public let since: Timestamp
    /// What the last mail that came back said; nil where nothing is known.
    public let reason: BounceReason?

    public init(since: Timestamp, reason: BounceReason?) {
        self.since = since
        self.reason = reason
    }
}
