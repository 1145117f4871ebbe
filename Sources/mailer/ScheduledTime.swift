import Foundation
import Mail

/// A moment that an admin names: with an offset, or as a clock in a named time zone shows it.
enum ScheduledTime {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameters:
    ///   - text: `2020-01-31T09:00:00-05:00` without a zone; `2020-01-31T09:00` or `2020-01-31 09:00` with one.
    ///   - zone: a name of the time zone database, such as `America/Bogota`.
    static func parse(_ text: String, zone: String?) throws(Problem) -> Timestamp {
        guard let zone else {
            guard let time = Timestamp(rfc3339: text) else {
                throw Problem(
                    description: "write it with its offset, such as 2020-01-31T09:00:00-05:00, or name a --zone")
            }
            return time
        }
        guard let timeZone = TimeZone(identifier: zone), zone.contains("/") || zone == "UTC" else {
            throw Problem(description: "the time zone is not known; name one like America/Bogota or UTC")
        }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = timeZone
        formatter.isLenient = false
        for format in ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss"] {
            formatter.dateFormat = format
            if let date = formatter.date(from: text), formatter.string(from: date) == text {
                return Timestamp(seconds: Int64(date.timeIntervalSince1970))
            }
        }
        throw Problem(
            description: "with --zone write it like 2020-01-31T09:00, a time that the clocks there do show")
    }
}
