import Mail
import Membership
import Newsletter
import Outbox
import Store
import Testing

/// A random history of the queue: a sender that claims, records and dies, an admin who pauses, resumes and cancels,
/// readers who come and go. After each step it compares the tables with what must hold whatever happened.
struct QueueHistory {
    private let fixture: Fixture
    private let raw: RawDatabase
    private var chance: SeededGenerator
    private var now = Fixture.start
    private var readers: [RegisteredSubscription]
    private let issues: [Newsletter.Issue]

    /// What the sender has claimed and not recorded.
    private var inFlight: [Int64: Claim] = [:]
    private var duplicates: [Int64: Int] = [:]
    private var attempts: [Int64: Int] = [:]
    private var states: [Int64: DeliveryState] = [:]
    private var steps: [String] = []

    init(seed: UInt64) throws {
        chance = SeededGenerator(seed: seed)
        fixture = try Fixture()
        raw = try fixture.raw()
        readers = try fixture.readers(30)
        issues = [
            try fixture.queue("first"), try fixture.queue("second"),
            try fixture.queue("scheduled", at: Fixture.start + 500),
        ]
        try look(legal: { $0 == $1 })
    }

    // MARK: - Steps

    mutating func step() throws {
        now = now + Int64.random(in: 0...20, using: &chance)
        switch Int.random(in: 0..<100, using: &chance) {
        case 0..<35: try claim()
        case 35..<70: try record()
        case 70..<74: try die()
        case 74..<84: try adminActs()
        case 84..<92: try readerActs()
        case 92..<94: try letterIsAskedFor()
        default: try advance()
        }
        try look { $0 == $1 || $0.canBecome($1) }
    }

    private mutating func claim() throws {
        let limit = Int.random(in: 1...8, using: &chance)
        steps.append("claim \(limit)")
        let claims = try fixture.claim(limit, now: now)
        #expect(claims.count <= limit)
        for claim in claims {
            #expect(inFlight.updateValue(claim, forKey: claim.delivery) == nil, "claimed twice")
            #expect(claim.attempts == attempts[claim.delivery] ?? 0)
            guard case .copy(let issue, let reader) = claim.content else { continue }
            #expect(try state(ofIssue: issue) == .sending)
            #expect(try fixture.database.subscription(id: reader.subscription)?.state == .confirmed)
        }
    }

    private mutating func record() throws {
        steps.append("record")
        var records: [DeliveryRecord] = []
        for claim in inFlight.values.sorted(by: { $0.delivery < $1.delivery }) where chance.chance(2) {
            records.append(try outcome(of: claim))
            inFlight[claim.delivery] = nil
        }
        try fixture.record(records, now: now)
    }

    private mutating func outcome(of claim: Claim) throws -> DeliveryRecord {
        let states: [DeliveryState] = [.sent, .sent, .sent, .deferred, .failed, .queued, .uncertain]
        let state = states.randomElement(using: &chance) ?? .sent
        let record =
            switch state {
            case .deferred: claim.record(state, due: now + Int64.random(in: 1...100, using: &chance))
            case .queued: claim.record(state, due: now)
            default: claim.record(state)
            }
        if record.countsAsAttempt { attempts[claim.delivery, default: 0] += 1 }
        if state == .uncertain { try countDuplicate(claim) }
        return record
    }

    private mutating func countDuplicate(_ claim: Claim) throws {
        guard let issue = claim.issue, try state(ofIssue: issue) != .cancelled else { return }
        duplicates[issue, default: 0] += 1
    }

    private mutating func die() throws {
        steps.append("die")
        let (copies, letters) = (inFlight.values.filter { $0.issue != nil }, inFlight.values.filter { $0.issue == nil })
        for claim in copies { try countDuplicate(claim) }
        #expect(try fixture.database.recover(.issues, now: now) == copies.count)
        #expect(try fixture.database.recover(.letters, now: now) == letters.count)
        inFlight = [:]
    }

    private mutating func adminActs() throws {
        guard let issue = try issues.randomElement(using: &chance).map(fixture.current) else { return }
        let target =
            switch issue.state {
            case .paused: issue.startedAt == nil ? IssueState.scheduled : IssueState.sending
            default: chance.chance(25) ? IssueState.cancelled : IssueState.paused
            }
        steps.append("\(issue.slug.text) to \(target)")
        let changed =
            target == .cancelled
            ? try fixture.database.cancel(issue, now: now)
            : try fixture.database.setState(target, of: issue, reason: nil)
        #expect((changed?.state == target) == issue.state.canBecome(target))
    }

    private mutating func readerActs() throws {
        let index = readers.indices.randomElement(using: &chance) ?? 0
        readers[index].state = readers[index].state == .confirmed ? .unsubscribed : .confirmed
        steps.append("reader\(index) is \(readers[index].state)")
        try fixture.database.update(readers[index], now: now)
    }

    private mutating func letterIsAskedFor() throws {
        steps.append("letter")
        try fixture.letter(to: "letter\(steps.count)", now: now)
    }

    private mutating func advance() throws {
        steps.append("advance")
        let before = try issues.map(fixture.current)
        try fixture.database.advanceIssues(now: now)
        for (before, after) in zip(before, try issues.map(fixture.current)) where before.state != after.state {
            #expect(before.state.canBecome(after.state), "\(before.state) to \(after.state)")
        }
        for issue in try issues.map(fixture.current) where [IssueState.sending, .sent].contains(issue.state) {
            let counts = try fixture.database.counts(of: issue)
            let open = DeliveryState.allCases.filter(\.isOpen).reduce(0) { $0 + counts[$1] }
            #expect((open == 0) == (issue.state == .sent), "\(open) open, \(issue.state)")
        }
    }

    /// Sends all that is left; then nothing may be open.
    mutating func finish() throws {
        for issue in try issues.map(fixture.current) where issue.state == .paused {
            let state = issue.startedAt == nil ? IssueState.scheduled : .sending
            _ = try fixture.database.setState(state, of: issue, reason: nil)
        }
        now = now + 1000
        try fixture.database.advanceIssues(now: now)
        try fixture.record(inFlight.values.map { $0.record(.sent) }, now: now)
        try fixture.record(fixture.claim(now: now).map { $0.record(.sent) }, now: now)
        try fixture.database.advanceIssues(now: now)
        for issue in try issues.map(fixture.current) {
            #expect([.sent, .cancelled].contains(issue.state))
            let counts = try fixture.database.counts(of: issue)
            #expect(counts[.sent] + counts[.failed] + counts[.skipped] == issue.audience)
        }
        #expect(try fixture.database.nextDue(.issues) == nil)
        #expect(try fixture.database.nextDue(.letters) == nil)
    }

    // MARK: - What must hold

    private mutating func look(legal: (DeliveryState, DeliveryState) -> Bool) throws {
        var sending: Set<Int64> = []
        for row in try raw.rows("SELECT id, state, attempts FROM delivery") {
            let id = try #require(Int64(row[0]))
            let state = try #require(DeliveryState(rawValue: row[1]))
            if let before = states.updateValue(state, forKey: id) {
                #expect(legal(before, state), "delivery \(id): \(before) to \(state) by \(steps.suffix(3))")
            }
            if state == .sending { sending.insert(id) }
            #expect(Int(row[2]) == attempts[id] ?? 0, "attempts of delivery \(id)")
        }
        #expect(sending == Set(inFlight.keys), "what the sender has is what the store calls sending")
        for issue in try issues.map(fixture.current) {
            #expect(
                try fixture.database.counts(of: issue).audience == issue.audience,
                "\(issue.slug.text) after \(steps.suffix(3))")
            #expect(
                issue.possibleDuplicates == duplicates[issue.id] ?? 0, "\(issue.slug.text) after \(steps.suffix(3))")
        }
    }

    private func state(ofIssue id: Int64) throws -> IssueState? {
        try issues.first { $0.id == id }.map(fixture.current)?.state
    }
}
