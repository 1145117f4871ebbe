/// A bounce that is to be counted against an address.
public struct BounceStrike: Sendable, Equatable {
    public let weight: BounceWeight
    public let reason: BounceReason
    public let rules: BounceRules

    public init(weight: BounceWeight, reason: BounceReason, rules: BounceRules) {
        self.weight = weight
        self.reason = reason
        self.rules = rules
    }
}
