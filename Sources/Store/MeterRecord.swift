import Mail
import Outbox

extension Database {
    public func meter(scope: String) throws -> MeterState? {
        try first(.meter, scope) { MeterState($0) }
    }

    public func notedMeters() throws -> [(scope: String, state: MeterState)] {
        try all(.notedMeters) { ($0.text(0), MeterState($0)) }
    }

    public func save(_ state: MeterState, scope: String) throws {
        let minutes = state.minutes.map { "\($0.minute):\($0.used)" }.joined(separator: " ")
        try run(
            .saveMeter, scope, state.freeAt.microseconds, state.day, state.dayUsed, minutes, state.slowdown?.full,
            state.slowdown?.reduced, state.slowdown?.at, state.trouble, state.troubleAt)
    }

    /// Forgets what was counted before a time that no limit looks back to.
    public func forgetMeters(before old: Timestamp) throws {
        try run(.forgetMeters, old)
    }

    /// How many copies wait in each lane of an issue, and when the first is due.
    public func waitingByLane(_ issue: Int64) throws -> [(domain: String, waiting: Int, due: Timestamp)] {
        try all(.waitingByLane, issue) { ($0.text(0), Int($0.int(1)), $0.time(2)) }
    }
}

extension MeterState {
    fileprivate init(_ row: Row) {
        self.init()
        freeAt = Moment(microseconds: row.int(1))
        (day, dayUsed) = (row.time(2), Int(row.int(3)))
        minutes = row.text(4).split(separator: " ").compactMap { word in
            let parts = word.split(separator: ":")
            guard parts.count == 2, let minute = Int64(parts[0]), let used = Int(parts[1]) else { return nil }
            return MinuteCount(minute: minute, used: used)
        }
        if let at = row.optionalTime(7) {
            slowdown = Slowdown(full: row.double(5), reduced: row.double(6), at: at)
        }
        (trouble, troubleAt) = (row.optionalText(8), row.optionalTime(9))
    }
}
