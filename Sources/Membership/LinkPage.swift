import Mail
import Newsletter

/// What a link in a mail means now.
public enum LinkPage: Sendable, Equatable {
    /// Forged, malformed, or of something that is gone.
    case invalid
    case expired(MailingList)
    /// Its owner said that the request was not theirs.
    case declined(MailingList)
    /// One button away.
    case ready(MailingList)
    /// Already so; repeating is fine.
    case done(MailingList)
    /// One button away from another address.
    case readyToMove
    /// The address is the new one.
    case moved
    /// A day has passed, or another link was asked for since.
    case moveExpired
}

public enum MembershipError: Error, Equatable, CustomStringConvertible {
    case noSuchList(ListName)

    public var description: String {
        switch self {
        case .noSuchList(let name): "there is no list \"\(name.text)\"; see mailer list ls"
        }
    }
}
