/// The states of an issue.
public enum IssueState: String, Sendable, CaseIterable {
    case draft, scheduled, sending, paused, sent, cancelled

    public func canBecome(_ next: IssueState) -> Bool {
        switch self {
        case .draft: [.scheduled, .sending, .cancelled].contains(next)
        case .scheduled: [.sending, .paused, .cancelled].contains(next)
        case .sending: [.paused, .sent, .cancelled].contains(next)
        case .paused: [.sending, .scheduled, .cancelled].contains(next)
        case .sent: next == .sending
        case .cancelled: false
        }
    }
}
