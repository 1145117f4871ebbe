import Mail

/// All meters of a sender. Without limits, and as long as nobody complains, there are none, and nothing is counted.
///
/// Within a turn each is read from the store before its first use, since another process may have counted on it, and what
/// changed is written back before the turn is committed.
struct Meters {
    private let policy: TrafficPolicy
    private let groups: [String: Int]
    private var states: [MeterScope: MeterState] = [:]
    private var fresh: Set<MeterScope> = []
    private var changed: Set<MeterScope> = []
    /// Copies under way, by domain, where their number is limited.
    private var underWay: [MeterScope: Int] = [:]
    private var slowed: Set<MeterScope> = []
    private var recoveredAt: Timestamp?
    private var events: [(scope: MeterScope, kind: Event)] = []
    private(set) var now = Moment(microseconds: 0)
    private(set) var day = CalendarDay(start: Timestamp(seconds: 0), end: Timestamp(seconds: 0), number: 0)
    private let hasDomainLimits: Bool

    /// What becomes of a meter at the next turn.
    private enum Event {
        /// A message that it counted did not go.
        case cameBack
        /// The other side asks for less, while so many messages a second go.
        case complaint(measured: Double)
        /// Why a relay gets no mail; nil when it does again.
        case trouble(String?)
    }

    init(_ policy: TrafficPolicy) {
        self.policy = policy
        var groups: [String: Int] = [:]
        for (number, group) in policy.domains.enumerated() {
            for domain in group.domains { groups[domain] = number }
        }
        self.groups = groups
        hasDomainLimits = !groups.isEmpty || policy.otherDomains != Limits()
    }

    // MARK: - A turn

    /// Begins a turn: takes in what happened since the last one.
    mutating func begin(_ now: Moment, _ desk: any ClaimDesk) throws {
        self.now = now
        fresh.removeAll(keepingCapacity: true)
        if !day.contains(now.timestamp) { day = policy.calendar.day(of: now.timestamp) }
        if recoveredAt != now.timestamp { try recover(desk) }
        let day = day
        for event in events {
            try change(event.scope, desk) { state in
                switch event.kind {
                case .cameBack: Meter.giveBack(&state, in: day)
                case .complaint(let measured):
                    state.slowdown = Slowdown.after(state.slowdown, measured: measured, now: now.timestamp)
                case .trouble(let trouble):
                    state.trouble = trouble
                    state.troubleAt = trouble == nil ? nil : now.timestamp
                }
            }
        }
        events.removeAll(keepingCapacity: true)
    }

    mutating func end(_ desk: any ClaimDesk) throws {
        for scope in changed { try desk.save(states[scope] ?? MeterState(), scope: scope.text) }
        changed.removeAll(keepingCapacity: true)
    }

    /// Learns what earlier senders found out, and gives the relays that they found broken.
    mutating func recall(_ noted: [(scope: String, state: MeterState)]) -> Set<String> {
        var broken: Set<String> = []
        for (text, state) in noted {
            guard let scope = MeterScope(text: text) else { continue }
            if state.slowdown != nil { slowed.insert(scope) }
            if state.trouble != nil, case .relay(let name) = scope { broken.insert(name) }
        }
        return broken
    }

    /// What has recovered is forgotten.
    private mutating func recover(_ desk: any ClaimDesk) throws {
        recoveredAt = now.timestamp
        for scope in slowed where try meter(scope, desk).state.slowdown?.rate(at: now.timestamp) == nil {
            try change(scope, desk) { $0.slowdown = nil }
        }
    }

    // MARK: - Scopes

    /// Nil for a domain that nothing limits.
    func scope(ofDomain domain: String) -> MeterScope? {
        if let group = groups[domain] { return .domain(policy.domains[group].domains[0]) }
        if hasDomainLimits, policy.otherDomains != Limits() { return .domain(domain) }
        return slowed.isEmpty || !slowed.contains(.domain(domain)) ? nil : .domain(domain)
    }

    /// Whether any copy has to be looked at for its domain.
    var concernDomains: Bool {
        hasDomainLimits || slowed.contains { if case .domain = $0 { true } else { false } }
    }

    private func limits(_ scope: MeterScope) -> Limits {
        switch scope {
        case .letters: return policy.letterLimits
        case .relay(let name): return policy.relays.first { $0.name == name }?.limits ?? Limits()
        case .domain(let name): return groups[name].map { policy.domains[$0].limits } ?? policy.otherDomains
        case .all:
            var limits = policy.limits
            if let cap = policy.warmUp?.cap(on: day) { limits.perDay = min(cap, limits.perDay ?? .max) }
            return limits
        }
    }

    private func isMetered(_ scope: MeterScope) -> Bool { slowed.contains(scope) || limits(scope).isMetered }

    private mutating func meter(_ scope: MeterScope, _ desk: any ClaimDesk) throws -> Meter {
        if fresh.insert(scope).inserted { states[scope] = try desk.meter(scope: scope.text) }
        return Meter(limits: limits(scope), state: states[scope] ?? MeterState())
    }

    private mutating func change(
        _ scope: MeterScope, _ desk: any ClaimDesk, _ body: (inout MeterState) -> Void
    ) throws {
        var state = try meter(scope, desk).state
        body(&state)
        states[scope] = state
        changed.insert(scope)
        if state.slowdown == nil { slowed.remove(scope) } else { slowed.insert(scope) }
    }

    // MARK: - Counting

    mutating func room(_ scope: MeterScope, _ desk: any ClaimDesk) throws -> Int {
        let free = limits(scope).connections.map { max(0, $0 - underWay[scope, default: 0]) } ?? .max
        guard free > 0, isMetered(scope) else { return free }
        return min(free, try meter(scope, desk).room(at: now, in: day))
    }

    mutating func isUsedUp(_ scope: MeterScope, _ desk: any ClaimDesk) throws -> Bool {
        try isMetered(scope) && meter(scope, desk).isUsedUp(at: now, in: day)
    }

    /// When there is room again; places that come free are noticed when they do.
    mutating func opens(_ scope: MeterScope, _ desk: any ClaimDesk) throws -> Moment {
        guard isMetered(scope) else { return now + 1_000_000 }
        let meter = try meter(scope, desk)
        return meter.room(at: now, in: day) > 0 ? now + 1_000_000 : meter.opens(at: now, in: day)
    }

    mutating func take(_ count: Int, _ scope: MeterScope, _ desk: any ClaimDesk) throws {
        if limits(scope).connections != nil { underWay[scope, default: 0] += count }
        guard count > 0, isMetered(scope) else { return }
        var meter = try meter(scope, desk)
        meter.take(count, at: now, in: day)
        try change(scope, desk) { $0 = meter.state }
    }

    // MARK: - Between turns

    /// A message came back; unless it `went`, it is not counted.
    mutating func finished(_ scope: MeterScope, went: Bool) {
        if limits(scope).connections != nil { underWay[scope, default: 1] -= 1 }
        if !went, isMetered(scope) { events.append((scope, .cameBack)) }
    }

    mutating func slowDown(_ scope: MeterScope, measured: Double) {
        events.append((scope, .complaint(measured: measured)))
    }

    mutating func note(_ trouble: String?, ofRelay name: String) {
        events.append((.relay(name), .trouble(trouble)))
    }
}
