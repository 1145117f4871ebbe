import Mail

/// Why mail that is due does not go now, and until when.
struct Blocks {
    struct Block {
        var until: Moment
        let reason: String
        /// Nothing that passes by itself soon: a run that is to end does not wait for it.
        let isHopeless: Bool
    }

    private(set) var all: [Block] = []

    mutating func add(_ until: Moment, _ reason: String, isHopeless: Bool = false) {
        if let index = all.firstIndex(where: { $0.reason == reason }) {
            all[index].until = min(all[index].until, until)
        } else {
            all.append(Block(until: until, reason: reason, isHopeless: isHopeless))
        }
    }

    var first: Block? { all.min { $0.until < $1.until } }

    /// Whether a run that is to end should wait for any: a rate a second passes, a day does not.
    func areWorthWaiting(at now: Moment, patience: Int64) -> Bool {
        all.contains { !$0.isHopeless && $0.until < now + patience * 1_000_000 }
    }
}
