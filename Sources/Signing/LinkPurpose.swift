/// What a link allows. The numbers stand in mail that is already out: never change one, never use one again.
public enum LinkPurpose: UInt8, Sendable {
    case confirm = 1
    /// "This wasn't me."
    case decline = 2
    case unsubscribe = 3
    /// Back in after leaving.
    case undo = 4
    /// The full preferences, from a mailed link.
    case links = 5
    /// An issue in the browser.
    case view = 6
    /// A new address takes the place of the old one; its token names the change, not a subscription.
    case move = 7
}
