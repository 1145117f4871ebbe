import Mail
import Newsletter

/// What a sender has done so far.
public struct SendSummary: Sendable, Equatable {
    public var sent = 0
    public var deferred = 0
    public var failed = 0
    /// Outcomes that nobody knows, of this run and of one that died before it; each is sent again.
    public var uncertain = 0
    /// Issues that were paused for our own fault, with the reason.
    public var pauses: [String] = []
    /// The relay's last trouble; nil once it takes mail again.
    public var relayTrouble: String?
    /// Why outcomes can't be written down now; nil once they can.
    public var queueTrouble: String?

    /// When something is due again, as far as is known at the end of the run; nil when nothing waits.
    public var nextDue: Timestamp?
    /// Why mail that is due waits until then.
    public var waitsFor: String?

    public init() {}

    mutating func count(_ record: DeliveryRecord) {
        switch record.state {
        case .sent: sent += 1
        case .deferred: deferred += 1
        case .failed: failed += 1
        case .uncertain: uncertain += 1
        case .queued: uncertain += record.isPossibleDuplicate ? 1 : 0
        case .sending, .skipped: break
        }
    }
}
