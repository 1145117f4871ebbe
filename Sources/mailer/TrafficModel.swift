import Mail
import Outbox
import Settings

/// How mail goes now, by relay and by lane, as `issue show` prints it: what waits, what is slowed, what is broken.
struct TrafficModel {
    struct Relay: Encodable {
        var relay, state: String
        /// Messages a second that it gets while it is slowed.
        var perSecond: Double?
        var why: String?
        var since: Timestamp?
        /// What went by it today; nil where nobody counts.
        var today: Int?
    }

    struct Lane: Encodable {
        /// Nil for that of all small domains together.
        var domain: String?
        var waiting: Int
        var nextDue: Timestamp
        var state: String
        var perSecond: Double?
        var since: Timestamp?
    }

    let relays: [Relay]
    let lanes: [Lane]

    init(_ issue: Int64, _ settings: MailerSettings, on desk: any Desk, now: Timestamp) throws {
        let policy = TrafficPolicy(settings, relays: settings.relays)
        let day = policy.calendar.day(of: now)
        relays = try policy.relays.map { rules in
            let state = try desk.meter(scope: "relay \(rules.name)")
            let slowed = state?.slowdown.flatMap { slowdown in slowdown.rate(at: now).map { ($0, slowdown.at) } }
            return Relay(
                relay: rules.name, state: state?.trouble != nil ? "broken" : slowed != nil ? "slowed" : "open",
                perSecond: slowed?.0.rounded(toPlaces: 2), why: state?.trouble,
                since: state?.troubleAt ?? slowed?.1,
                today: state.flatMap { $0.day == day.start ? $0.dayUsed : nil })
        }
        lanes = try desk.waitingByLane(issue).map { lane in
            let name = policy.meterName(ofDomain: lane.domain)
            let slowdown = try lane.domain.isEmpty ? nil : desk.meter(scope: "domain \(name)")?.slowdown
            let rate = slowdown?.rate(at: now)
            return Lane(
                domain: lane.domain.isEmpty ? nil : lane.domain, waiting: lane.waiting, nextDue: lane.due,
                state: rate == nil ? "open" : "slowed", perSecond: rate?.rounded(toPlaces: 2),
                since: rate == nil ? nil : slowdown?.at)
        }
    }

    /// What is worth a line for people.
    var rows: [[String]] {
        let relays = relays.filter { $0.state != "open" }.map { relay in
            ["relay \(relay.relay)", Self.words(relay.state, relay.perSecond) + (relay.why.map { ": \($0)" } ?? "")]
        }
        let lanes = lanes.filter { $0.state != "open" }.map { lane in
            ["to \(lane.domain ?? "")", Self.words(lane.state, lane.perSecond)]
        }
        return relays + lanes
    }

    private static func words(_ state: String, _ perSecond: Double?) -> String {
        perSecond.map { "\(state) to \($0) messages a second" } ?? state
    }
}

extension Double {
    fileprivate func rounded(toPlaces places: Int) -> Double {
        var factor = 1.0
        for _ in 0..<places { factor *= 10 }
        return (self * factor).rounded() / factor
    }
}
