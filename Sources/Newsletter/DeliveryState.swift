/// The states of one outgoing message, a copy of an issue or a letter; docs/architecture.md says what a crash in each leaves.
public enum DeliveryState: String, Sendable, CaseIterable {
    /// Due at its time.
    case queued
    /// Claimed, and committed as such, before its bytes may go out.
    case sending
    /// 2yz after the final dot.
    case sent
    /// 4yz; due again by the retry schedule.
    case deferred
    /// 5yz that speaks of this recipient or message, or the schedule ran out.
    case failed
    /// The connection or the process died after the final dot and before the reply was recorded.
    case uncertain
    /// Left out since the audience was frozen: unsubscribed, suspended, paused, suppressed, or the issue was cancelled.
    case skipped

    public func canBecome(_ next: DeliveryState) -> Bool {
        switch self {
        case .queued: [.sending, .skipped].contains(next)
        // Back to queued when nobody is to blame but the relay or us; skipped when its issue was cancelled meanwhile.
        case .sending: [.sent, .deferred, .failed, .uncertain, .queued, .skipped].contains(next)
        case .deferred: [.sending, .skipped].contains(next)
        case .uncertain: [.queued, .sent, .skipped].contains(next)
        case .failed: next == .queued
        case .sent, .skipped: false
        }
    }

    /// An issue is sent when none of its deliveries is open.
    public var isOpen: Bool { [.queued, .sending, .deferred, .uncertain].contains(self) }
}
