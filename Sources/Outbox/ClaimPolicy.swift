import Mail

/// Decides whose message goes next, and by which relay: letters first, then copies, of which running issues have equal
/// parts, and within an issue its lanes; all of it within the limits.
///
/// A value: a turn works on a copy, and keeps it when the turn is committed.
struct ClaimPolicy {
    private let policy: TrafficPolicy
    private var relays: RelayChoice
    private var meters: Meters
    private var issues: [Int64: IssueLanes] = [:]
    /// Often there is room for a single message: the first choice goes round.
    private var turns = 0
    private var window: Range<Timestamp>?
    /// What was in the way of mail that is due, at the last turn that had room.
    private(set) var blocks = Blocks()
    /// Issues whose list goes by relays that the settings do not have.
    private(set) var unroutable: [(issue: Int64, relays: String)] = []

    init(_ policy: TrafficPolicy = TrafficPolicy()) {
        self.policy = policy
        relays = RelayChoice(policy.relays)
        meters = Meters(policy)
    }

    /// Claims at most `limit` deliveries, of the first scope before the next. `rooms` is what each relay takes.
    mutating func claim(
        _ scopes: [OutboxScope], rooms: [Int], limit: Int, desk: any ClaimDesk, now: Moment
    ) throws -> [Claim] {
        blocks = Blocks()
        unroutable = []
        try meters.begin(now, desk)
        relays.begin(rooms)
        let limit = min(limit, rooms.reduce(0, +))
        var claims: [Claim] = []
        for scope in scopes where claims.count < limit {
            switch scope {
            case .letters: claims += try claimLetters(limit: limit - claims.count, desk)
            case .issues: claims += try claimCopies(limit: limit - claims.count, desk)
            }
        }
        try meters.end(desk)
        return claims
    }

    /// Writes down what was learnt since the last turn, in a turn that claims nothing.
    mutating func settle(_ desk: any ClaimDesk, now: Moment) throws {
        try meters.begin(now, desk)
        try meters.end(desk)
    }

    // MARK: - Letters

    private mutating func claimLetters(limit: Int, _ desk: any ClaimDesk) throws -> [Claim] {
        let open = try relays.open(nil, desk, &meters, &blocks)
        let limit = min(limit, open.room, try room(.letters, "system mail", desk))
        guard limit > 0 else { return [] }
        var claims = try desk.claimLetters(limit: limit, now: meters.now.timestamp)
        try meters.take(claims.count, .letters, desk)
        try relays.assign(&claims, open, desk, &meters)
        return claims
    }

    private mutating func room(_ scope: MeterScope, _ what: String, _ desk: any ClaimDesk) throws -> Int {
        let room = try meters.room(scope, desk)
        if room == 0 { blocks.add(try meters.opens(scope, desk), "the limit of \(what) is reached") }
        return room
    }

    // MARK: - Copies

    /// Issues have equal parts of what is under way, and what one leaves goes to the others.
    private mutating func claimCopies(limit: Int, _ desk: any ClaimDesk) throws -> [Claim] {
        let running = try desk.runningIssues()
        issues = issues.filter { entry in entry.value.inFlight > 0 || running.contains { $0.id == entry.key } }
        guard !running.isEmpty, isWindowOpen else { return [] }
        let limit = min(limit, try room(.all, "all issues together", desk))
        let first = turns % running.count
        turns += 1
        let places = limit + running.reduce(0) { $0 + (issues[$1.id]?.inFlight ?? 0) }
        let share = (places + running.count - 1) / running.count
        var claims: [Claim] = []
        for most in [share, .max] {
            for issue in running[first...] + running[..<first] where claims.count < limit {
                let wanted = min(limit - claims.count, most - (issues[issue.id]?.inFlight ?? 0))
                if wanted > 0 { claims += try claimCopies(of: issue, limit: wanted, desk) }
            }
        }
        try meters.take(claims.count, .all, desk)
        return claims
    }

    private mutating func claimCopies(
        of issue: RunningIssue, limit: Int, _ desk: any ClaimDesk
    ) throws -> [Claim] {
        guard relays.know(issue.relays) else {
            if !unroutable.contains(where: { $0.issue == issue.id }) {
                unroutable.append((issue.id, issue.relays ?? ""))
            }
            return []
        }
        let open = try relays.open(issue, desk, &meters, &blocks)
        guard open.room > 0 else { return [] }
        var claims = try issues[issue.id, default: IssueLanes()]
            .claim(issue.id, limit: min(limit, open.room), desk, &meters, &blocks)
        try relays.assign(&claims, open, desk, &meters)
        return claims
    }

    private var isWindowOpen: Bool {
        mutating get {
            guard let rules = policy.window else { return true }
            let now = meters.now.timestamp
            if window.map({ now < $0.lowerBound || now >= $0.upperBound }) ?? true {
                window = rules.opening(at: now, in: policy.calendar)
            }
            guard let window, now < window.lowerBound else { return true }
            blocks.add(Moment(window.lowerBound), "issues go out only \(rules.words)")
            return false
        }
    }

    // MARK: - Between turns

    /// A claim came back: from now on its place is free, and at `due` it waits again. Unless it `went`, no limit counts it.
    mutating func finished(_ claim: Claim, due: Timestamp?, went: Bool) {
        relays.finished(claim, &meters, went: went)
        switch claim.content {
        case .letter: meters.finished(.letters, went: went)
        case .copy(let issue, let reader):
            issues[issue]?.finished(lane: claim.lane, due: due)
            meters.finished(.all, went: went)
            guard meters.concernDomains, let scope = meters.scope(ofDomain: reader.address.asciiDomain) else { return }
            meters.finished(scope, went: went)
        }
    }

    /// The relay, or the domain behind it, asks for less.
    mutating func slowDown(_ claim: Claim, isRelay: Bool, now: Timestamp) {
        if isRelay {
            meters.slowDown(
                .relay(policy.relays[claim.relay].name), measured: relays.rate(claim.relay, now: now))
        } else if case .copy(let issue, let reader) = claim.content {
            let domain = reader.address.asciiDomain
            let measured = claim.lane > 0 ? issues[issue]?.rate(lane: claim.lane, now: now) : nil
            meters.slowDown(meters.scope(ofDomain: domain) ?? .domain(domain), measured: measured ?? 1)
        }
    }

    /// Whether single copies may be put off for a second or so.
    var mayPostpone: Bool { meters.concernDomains }

    mutating func recall(_ noted: [(scope: String, state: MeterState)]) {
        relays.recall(meters.recall(noted))
    }

    mutating func relaySucceeded(_ relay: Int) {
        if relays.succeeded(relay) { meters.note(nil, ofRelay: policy.relays[relay].name) }
    }

    /// - Parameter isForGood: it refuses us for what we are.
    mutating func relayFailed(_ relay: Int, trouble: String, isForGood: Bool, now: Timestamp) {
        if relays.failed(relay, isForGood: isForGood, now: now) {
            meters.note(trouble, ofRelay: policy.relays[relay].name)
        }
    }

    /// Whether the claim's issue has a relay left that is not broken.
    func hasOtherRelay(for claim: Claim) -> Bool { relays.hasOther(for: claim) }
}
