import Mail
import Newsletter
import Testing

@testable import Outbox

/// Whose copy is claimed next, over a real store.
struct ClaimPolicyTests {
    private let house: SenderHouse

    init() throws { house = try SenderHouse() }

    private func claim(_ limit: Int, _ policy: inout ClaimPolicy) throws -> [Claim] {
        try house.database.turn(records: [], pauses: [], now: house.clock.now) { desk in
            try policy.claim(
                [.letters, .issues], rooms: [limit], limit: limit, desk: desk, now: house.clock.moment)
        }
    }

    private func finish(_ claims: [Claim], _ policy: inout ClaimPolicy) throws {
        let records = claims.map {
            DeliveryRecord(delivery: $0.delivery, isLetter: false, state: .sent, countsAsAttempt: true)
        }
        _ = try house.database.turn(records: records, pauses: [], now: house.clock.now) { _ in [] }
        for claim in claims { policy.finished(claim, due: nil, went: true) }
    }

    private func domains(_ claims: [Claim]) -> [String: Int] {
        claims.reduce(into: [:]) { counts, claim in
            guard case .copy(_, let reader) = claim.content else { return }
            counts[reader.address.asciiDomain, default: 0] += 1
        }
    }

    @Test func `issues share what is under way, and what one leaves goes to the other`() throws {
        try house.subscribe(10)
        let issues = [try house.queue("first"), try house.queue("second")]
        var policy = ClaimPolicy()
        func shares(_ limit: Int) throws -> [Int] {
            let claims = try claim(limit, &policy)
            return issues.map { issue in claims.count { $0.issue == issue.id } }
        }
        #expect(try shares(7) == [4, 3])
        #expect(try shares(9) == [4, 5])
        #expect(try shares(10) == [2, 2])
        #expect(try shares(10) == [0, 0])
    }

    @Test func `an issue whose copies stay under way leaves half of the places to another`() throws {
        try house.subscribe(40)
        let issues = [try house.queue("slow"), try house.queue("fast")]
        var policy = ClaimPolicy()
        var underWay = try claim(16, &policy)
        for _ in 1...4 {
            let fast = underWay.filter { $0.issue == issues[1].id }
            underWay.removeAll { $0.issue == issues[1].id }
            try finish(fast, &policy)
            underWay += try claim(16 - underWay.count, &policy)
            #expect(underWay.count { $0.issue == issues[0].id } == 8)
            #expect(underWay.count == 16)
        }
    }

    @Test func `a lane whose copies stay under way leaves the places of the others to them`() throws {
        try house.subscribe(60, at: ["slow.example", "one.example", "two.example", "three.example"])
        _ = try house.queue()
        var policy = ClaimPolicy()
        var underWay = try claim(16, &policy)
        #expect(Set(domains(underWay).values) == [4])
        var sent = 0
        while sent < 45 {
            let done = underWay.filter { domains([$0])["slow.example"] == nil }
            underWay.removeAll { domains([$0])["slow.example"] == nil }
            try finish(done, &policy)
            sent += done.count
            underWay += try claim(16 - underWay.count, &policy)
            if sent < 30 { #expect(domains(underWay)["slow.example"] == 4) }
        }
        #expect(domains(underWay) == ["slow.example": 15], "who is alone has all places")
    }

    @Test func `a single place goes round the lanes`() throws {
        try house.subscribe(12, at: ["one.example", "two.example", "three.example"])
        _ = try house.queue()
        var policy = ClaimPolicy()
        var order: [String] = []
        for _ in 1...12 {
            let claims = try claim(1, &policy)
            order += domains(claims).keys
            try finish(claims, &policy)
        }
        for start in stride(from: 0, to: 12, by: 3) { #expect(Set(order[start..<start + 3]).count == 3) }
    }

    @Test func `what was put off is claimed when it is due, also if another process put it back`() throws {
        try house.subscribe(3, at: ["one.example", "two.example", "three.example"])
        let issue = try house.queue()
        var policy = ClaimPolicy()
        let claims = try claim(3, &policy)
        let due = house.clock.now + 10
        let record = DeliveryRecord(
            delivery: claims[0].delivery, isLetter: false, state: .deferred, due: due, countsAsAttempt: true)
        _ = try house.database.turn(records: [record], pauses: [], now: house.clock.now) { _ in [] }
        policy.finished(claims[0], due: due, went: true)
        #expect(try claim(3, &policy).isEmpty)
        house.clock.advance(10)
        #expect(try claim(3, &policy).map(\.delivery) == [claims[0].delivery])
        let failed = DeliveryRecord(
            delivery: claims[1].delivery, isLetter: false, state: .failed, countsAsAttempt: true)
        _ = try house.database.turn(records: [failed], pauses: [], now: house.clock.now) { _ in [] }
        policy.finished(claims[1], due: nil, went: true)
        #expect(try house.database.retryFailed(issue, now: house.clock.now) == 1)
        #expect(try claim(3, &policy).map(\.delivery) == [claims[1].delivery])
    }
}
