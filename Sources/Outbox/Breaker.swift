import Mail

/// The circuit breaker of a relay: it gets a rest after each failure, doubling. After some failures in a row it is open:
/// other relays take over, and when the rest is over a single message tries whether it is well again. No reader is blamed.
struct Breaker {
    private static let longest: Int64 = 60
    /// So many failures in a row open it.
    private static let patience = 3

    private(set) var failuresInARow = 0
    private(set) var until: Timestamp?

    /// It got so many chances that others take over, and that a run which is to end gives up on it.
    var isOpen: Bool { failuresInARow >= Breaker.patience }

    mutating func failed(now: Timestamp) {
        // Sixteen connections that fail at once are one failure.
        if !isResting(now) { fail(now) }
    }

    /// It refuses us for what we are: nothing that waiting a second mends.
    mutating func refused(now: Timestamp) {
        failuresInARow = max(failuresInARow, 6)
        fail(now)
    }

    /// An earlier process found it broken.
    mutating func wasOpen() { failuresInARow = Breaker.patience }

    mutating func succeeded() { self = Breaker() }

    /// A rest that seems longer than any is one of a clock that was set back: it is over.
    func isResting(_ now: Timestamp) -> Bool {
        until.map { now < $0 && $0.seconds - now.seconds <= Breaker.longest } ?? false
    }

    private mutating func fail(_ now: Timestamp) {
        failuresInARow += 1
        until = now + min(Breaker.longest, 1 << Int64(min(failuresInARow - 1, 6)))
    }
}
