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
    private var issues: [Newsletter.Issue] = []

    /// What the sender has claimed and not recorded.
    private var inFlight: [Int64: Claim] = [:]
    private var duplicates: [Int64: Int] = [:]
    /// How often a sender died over each.
    private var doubts: [Int64: Int] = [:]
    private var attempts: [Int64: Int] = [:]
    private var states: [Int64: DeliveryState] = [:]
    private var dues: [Int64: Int64] = [:]
    private var steps: [String] = []

    init(seed: UInt64) throws {
        chance = SeededGenerator(seed: seed)
        fixture = try Fixture()
        raw = try fixture.raw()
        readers = try fixture.readers(20)
        try issueIsQueued()
        try look(legal: { $0 == $1 })
    }

    // MARK: - Steps

    mutating func step() throws {
        now = now + Int64.random(in: 0...20, using: &chance)
        switch Int.random(in: 0..<100, using: &chance) {
        case 0..<30: try claim()
        case 30..<60: try record()
        case 60..<65: try die()
        case 65..<75: try adminActs()
        case 75..<79: try adminActsAgain()
        case 79..<85: try readerActs()
        case 85..<87: try letterIsAskedFor()
        case 87..<91: try issueIsQueued()
        default: try advance()
        }
        try look { $0 == $1 || $0.canBecome($1) }
    }

    private mutating func claim() throws {
        let limit = Int.random(in: 1...6, using: &chance)
        steps.append("claim \(limit)")
        let claims = try fixture.claim(limit, now: now)
        #expect(claims.count <= limit)
        for claim in claims {
            #expect(inFlight.updateValue(claim, forKey: claim.delivery) == nil, "claimed twice")
            #expect(dues[claim.delivery].map { $0 <= now.seconds } ?? false, "claimed before it was due")
            #expect(claim.attempts == attempts[claim.delivery] ?? 0)
            guard case .copy(let issue, let reader) = claim.content else { continue }
            #expect(try state(ofIssue: issue) == .sending)
            #expect(try fixture.database.subscription(id: reader.subscription)?.state == .confirmed)
        }
    }

    private mutating func record() throws {
        steps.append("record")
        var records: [DeliveryRecord] = []
        var expected: [Int64: DeliveryState] = [:]
        for claim in inFlight.values.sorted(by: { $0.delivery < $1.delivery }) where chance.chance(2) {
            let record = try outcome(of: claim)
            let isOver = try claim.issue.map { try state(ofIssue: $0) == .cancelled } ?? false
            expected[claim.delivery] = isOver && record.due != nil ? .skipped : record.state
            records.append(record)
            inFlight[claim.delivery] = nil
        }
        try fixture.record(records, now: now)
        for (delivery, state) in expected {
            #expect(try raw.column("SELECT state FROM delivery WHERE id = \(delivery)") == [state.rawValue])
        }
    }

    private mutating func outcome(of claim: Claim) throws -> DeliveryRecord {
        let record =
            switch Int.random(in: 0..<8, using: &chance) {
            case 0: claim.record(.deferred, due: now + Int64.random(in: 1...100, using: &chance))
            case 1: claim.record(.queued, due: now)
            case 2: claim.record(.queued, due: now, again: true)
            case 3: claim.issue == nil ? claim.record(.sent) : claim.record(.uncertain)
            case 4: claim.record(.failed)
            default: claim.record(.sent)
            }
        if record.countsAsAttempt { attempts[claim.delivery, default: 0] += 1 }
        if record.isPossibleDuplicate { try countDuplicate(claim) }
        return record
    }

    private mutating func countDuplicate(_ claim: Claim) throws {
        guard let issue = claim.issue, try state(ofIssue: issue) != .cancelled else { return }
        duplicates[issue, default: 0] += 1
    }

    private mutating func die() throws {
        let policy: UncertainPolicy = chance.chance(2) ? .hold : .resend
        steps.append("die, \(policy)")
        let (copies, letters) = (inFlight.values.filter { $0.issue != nil }, inFlight.values.filter { $0.issue == nil })
        for claim in copies {
            // The third time it waits for an admin's word.
            if policy == .resend, doubts[claim.delivery, default: 0] < 2 { try countDuplicate(claim) }
            doubts[claim.delivery, default: 0] += 1
        }
        #expect(try fixture.database.recover(.issues, policy, now: now) == copies.count)
        #expect(try fixture.database.recover(.letters, policy, now: now) == letters.count)
        inFlight = [:]
    }

    private mutating func adminActsAgain() throws {
        guard let issue = issues.randomElement(using: &chance) else { return }
        if chance.chance(2) {
            steps.append("retry \(issue.slug.text)")
            let failed = try raw.column("SELECT id FROM delivery WHERE state = 'failed' AND issue = \(issue.id)")
            guard try fixture.database.retryFailed(issue, now: now) > 0 else { return }
            for delivery in failed.compactMap(Int64.init) { attempts[delivery] = 0 }
        } else {
            let resends = chance.chance(2)
            steps.append("resolve \(issue.slug.text), \(resends)")
            let count = try fixture.database.resolve(issue, resend: resends, now: now)
            if resends { duplicates[issue.id, default: 0] += count }
        }
    }

    private mutating func adminActs() throws {
        guard let issue = try issues.randomElement(using: &chance).map(fixture.current) else { return }
        if issue.state == .paused {
            steps.append("resume \(issue.slug.text)")
            let waiting = try raw.rows("SELECT id FROM delivery WHERE issue = \(issue.id) AND due IS NOT NULL")
            #expect(try fixture.database.resume(issue, now: now) != nil)
            for row in waiting.compactMap({ Int64($0[0]) }) { attempts[row] = 0 }
        } else if chance.chance(5) {
            steps.append("cancel \(issue.slug.text)")
            let cancelled = try fixture.database.cancel(issue, now: now)
            #expect((cancelled != nil) == issue.state.canBecome(.cancelled))
        } else {
            steps.append("pause \(issue.slug.text)")
            let paused = try fixture.database.setState(.paused, of: issue, reason: "a test")
            #expect((paused != nil) == issue.state.canBecome(.paused))
        }
    }

    private mutating func readerActs() throws {
        let index = readers.indices.randomElement(using: &chance) ?? 0
        readers[index].state = readers[index].state == .confirmed ? .unsubscribed : .confirmed
        steps.append("reader\(index) is \(readers[index].state)")
        try fixture.database.update(readers[index], now: now)
    }

    private mutating func issueIsQueued() throws {
        let slug = "issue-\(issues.count)"
        let scheduled = chance.chance(3) ? now + Int64.random(in: 1...200, using: &chance) : nil
        steps.append("queue \(slug)")
        issues.append(try fixture.queue(slug, at: scheduled, now: now))
    }

    private mutating func letterIsAskedFor() throws {
        steps.append("letter")
        try fixture.letter(to: "letter\(steps.count)", now: now)
    }

    private mutating func advance() throws {
        steps.append("advance")
        let before = try issues.map(fixture.current)
        try fixture.advance(now: now)
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
            _ = try fixture.database.resume(issue, now: now)
        }
        now = now + 1000
        try fixture.advance(now: now)
        for issue in issues { _ = try fixture.database.resolve(issue, resend: false, now: now) }
        try fixture.record(inFlight.values.map { $0.record(.sent) }, now: now)
        try fixture.record(fixture.claim(now: now).map { $0.record(.sent) }, now: now)
        try fixture.advance(now: now)
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
        for row in try raw.rows("SELECT id, state, attempts, due FROM delivery") {
            let id = try #require(Int64(row[0]))
            let state = try #require(DeliveryState(rawValue: row[1]))
            if let before = states.updateValue(state, forKey: id) {
                #expect(legal(before, state), "delivery \(id): \(before) to \(state) by \(steps.suffix(3))")
            }
            dues[id] = Int64(row[3])
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
