import Mail
import Mustache

extension Timestamp {
    /// The day in UTC, for the text `date-full`.
    var dayView: MustacheValue {
        let parts = rfc3339.prefix(10).split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return .null }
        return [
            "iso": .text(String(rfc3339.prefix(10))),
            "year": .integer(parts[0]),
            "month": .text("t-date-month-\(parts[1])"),
            "day": .integer(parts[2]),
            "first": .bool(parts[2] == 1),
        ]
    }
}
