import Mail

/// The relay gets a rest after each failure, doubling; a success ends it. No reader is blamed for it.
struct RelayRest {
    private static let longest: Int64 = 60

    private(set) var failuresInARow = 0
    private(set) var until: Timestamp?

    mutating func failed(now: Timestamp) {
        // Sixteen connections that fail at once are one failure.
        if !isOver(now) { return }
        failuresInARow += 1
        until = now + min(RelayRest.longest, 1 << Int64(min(failuresInARow - 1, 6)))
    }

    mutating func succeeded() {
        failuresInARow = 0
        until = nil
    }

    /// A rest that seems longer than any is one of a clock that was set back: it is over.
    func isOver(_ now: Timestamp) -> Bool {
        until.map { now >= $0 || $0.seconds - now.seconds > RelayRest.longest } ?? true
    }
}
