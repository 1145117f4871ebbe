/// A message that waits in a mailbox.
public struct RemoteMessage: Sendable, Equatable {
    /// What names it in its mailbox for good: UIDVALIDITY and UID by IMAP, the unique-id by POP3; "" where the server has none.
    public let name: String
    /// As it came, cut at the limit.
    public let bytes: [UInt8]
}

/// What becomes of a message that was taken.
public enum Disposal: Sendable, Hashable {
    case delete
    /// It stays, as a message that was read.
    case mark
    /// It goes into another folder.
    case move(to: String)
}

/// A mailbox that is open.
protocol RemoteMailbox {
    /// A handle of a message, good while this mailbox is open.
    associatedtype Handle

    /// Messages that nobody has taken yet, the oldest first, with their names; at most so many.
    func waiting(most: Int) throws(MailboxError) -> [(handle: Handle, name: String)]
    /// The message, at most `limit` bytes of it; nil when it is gone meanwhile.
    func fetch(_ handle: Handle, limit: Int) throws(MailboxError) -> [UInt8]?
    /// They were taken.
    func dispose(of handles: [Handle]) throws(MailboxError)
    /// How many messages the mailbox has.
    var count: Int { get }
    /// Ends the session properly. By POP3 only this deletes (RFC 1939 §6).
    func close() throws(MailboxError)
}
