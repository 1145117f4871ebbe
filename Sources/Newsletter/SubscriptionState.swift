/// The states of one subscriber's subscription to one list.
public enum SubscriptionState: String, Sendable, CaseIterable {
    /// Asked for, not yet confirmed: gets nothing but the confirmation mail.
    case pending
    /// Gets issues.
    case confirmed
    case unsubscribed

    /// A subscription that was never confirmed is deleted when its time is over; that is no state.
    public func canBecome(_ next: SubscriptionState) -> Bool {
        switch self {
        case .pending: true  // asked again, confirmed, or declined
        case .confirmed: next == .unsubscribed
        // By a new request; by an undo link, or an import that names the source of consent.
        case .unsubscribed: [.pending, .confirmed].contains(next)
        }
    }
}
