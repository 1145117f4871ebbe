import Mail

/// A moment to the microsecond, for what goes faster than once a second.
public struct Moment: Sendable, Hashable, Comparable {
    /// Since 1970-01-01T00:00:00Z.
    public var microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    public init(_ timestamp: Timestamp) {
        microseconds = timestamp.seconds * 1_000_000
    }

    /// The second in which it lies.
    public var timestamp: Timestamp {
        let (quotient, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return Timestamp(seconds: rest < 0 ? quotient - 1 : quotient)
    }

    public static func + (moment: Moment, microseconds: Int64) -> Moment {
        Moment(microseconds: moment.microseconds + microseconds)
    }

    public static func < (earlier: Moment, later: Moment) -> Bool { earlier.microseconds < later.microseconds }
}
