import Mail

/// Chooses the relay of each message: by priority, among equals the one with the most room, and the next when one is broken.
struct RelayChoice {
    private struct Relay {
        let rules: RelayRules
        var breaker = Breaker()
        var room = 0
        var inFlight = 0
        var gauge = Gauge()
        /// What the relays' meter says is kept with it.
        var scope: MeterScope { .relay(rules.name) }
    }

    private var relays: [Relay]
    /// Their places in `relays`, the first choice first.
    private let tiers: [[Int]]
    /// Which relays an issue went by last, to tell what is left for its copies.
    private var routes: [Int64: String] = [:]

    /// Relays that take mail now, and how much.
    struct Open {
        fileprivate(set) var rooms: [(relay: Int, room: Int)] = []
        var room: Int { rooms.reduce(0) { $0 + $1.room } }
    }

    init(_ rules: [RelayRules]) {
        relays = rules.map { Relay(rules: $0) }
        tiers = Dictionary(grouping: rules.indices) { rules[$0].priority }.sorted { $0.key < $1.key }.map(\.value)
    }

    mutating func begin(_ rooms: [Int]) {
        for (number, room) in rooms.enumerated() { relays[number].room = room }
    }

    /// Whether any of a list's relays is there.
    func know(_ names: String?) -> Bool {
        relays.contains { $0.rules.takesIssues && Self.isNamed($0.rules.name, names) }
    }

    private static func isNamed(_ name: String, _ names: String?) -> Bool {
        guard let names else { return true }
        return names.split(separator: ",").contains { $0 == name }
    }

    // MARK: - A turn

    /// The relays that an issue may go by now, or a letter.
    mutating func open(
        _ issue: RunningIssue?, _ desk: any ClaimDesk, _ meters: inout Meters, _ blocks: inout Blocks
    ) throws -> Open {
        if let issue, routes[issue.id] != issue.relays { routes[issue.id] = issue.relays }
        var open = Open()
        for tier in tiers {
            var isEnough = false
            for number in tier where serves(number, issue) {
                let relay = relays[number]
                if try meters.isUsedUp(relay.scope, desk) {
                    blocks.add(
                        try meters.opens(relay.scope, desk), "the limit of the relay \(relay.rules.name) is reached")
                    continue
                }
                if !relay.breaker.isOpen { isEnough = true }
                let room = try room(relay, desk, &meters, &blocks)
                if room > 0 { open.rooms.append((number, room)) }
            }
            if isEnough { break }
        }
        return open
    }

    private func serves(_ number: Int, _ issue: RunningIssue?) -> Bool {
        let rules = relays[number].rules
        return issue.map { rules.takesIssues && Self.isNamed(rules.name, $0.relays) } ?? rules.takesLetters
    }

    private func room(
        _ relay: Relay, _ desk: any ClaimDesk, _ meters: inout Meters, _ blocks: inout Blocks
    ) throws -> Int {
        let now = meters.now.timestamp
        if relay.breaker.isResting(now) {
            blocks.add(
                Moment(relay.breaker.until ?? now), "the relay \(relay.rules.name) rests after a failure",
                isHopeless: relay.breaker.isOpen)
            return 0
        }
        let allowed = try meters.room(relay.scope, desk)
        if allowed == 0 {
            blocks.add(try meters.opens(relay.scope, desk), "the limit of the relay \(relay.rules.name) is reached")
        }
        // Half-open: a single message tries whether it is well again.
        return min(relay.room, allowed, relay.breaker.isOpen ? max(0, 1 - relay.inFlight) : .max)
    }

    /// Gives each claim its relay.
    mutating func assign(
        _ claims: inout [Claim], _ open: Open, _ desk: any ClaimDesk, _ meters: inout Meters
    ) throws {
        var rooms = open.rooms
        for index in claims.indices {
            guard let most = rooms.indices.max(by: { rooms[$0].room < rooms[$1].room }) else { break }
            claims[index].relay = rooms[most].relay
            rooms[most].room -= 1
        }
        for (before, after) in zip(open.rooms, rooms) where before.room > after.room {
            let count = before.room - after.room
            relays[before.relay].room -= count
            relays[before.relay].inFlight += count
            relays[before.relay].gauge.count(count, meters.now.timestamp)
            try meters.take(count, relays[before.relay].scope, desk)
        }
    }

    // MARK: - Between turns

    mutating func finished(_ claim: Claim, _ meters: inout Meters, went: Bool) {
        relays[claim.relay].inFlight -= 1
        meters.finished(relays[claim.relay].scope, went: went)
    }

    func rate(_ relay: Int, now: Timestamp) -> Double { relays[relay].gauge.rate(now) }

    mutating func recall(_ broken: Set<String>) {
        for number in relays.indices where broken.contains(relays[number].rules.name) {
            relays[number].breaker.wasOpen()
        }
    }

    /// Returns whether it was broken until now.
    mutating func succeeded(_ relay: Int) -> Bool {
        defer { relays[relay].breaker.succeeded() }
        return relays[relay].breaker.isOpen
    }

    /// Returns whether it is broken from now on.
    mutating func failed(_ relay: Int, isForGood: Bool, now: Timestamp) -> Bool {
        let wasOpen = relays[relay].breaker.isOpen
        if isForGood {
            relays[relay].breaker.refused(now: now)
        } else {
            relays[relay].breaker.failed(now: now)
        }
        return relays[relay].breaker.isOpen && !wasOpen
    }

    func hasOther(for claim: Claim) -> Bool {
        let issue = claim.issue.map { RunningIssue(id: $0, relays: routes[$0] ?? nil) }
        return relays.indices.contains { number in
            number != claim.relay && serves(number, issue) && !relays[number].breaker.isOpen
        }
    }
}
