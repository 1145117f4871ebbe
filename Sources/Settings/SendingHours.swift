import Foundation
import YAML

/// When issues go out: hours and days of the week in a time zone.
public struct SendingHours: Sendable, Hashable {
    /// Seconds after midnight, from and to; empty: the whole day.
    public let hours: [ClosedRange]
    /// 0 is Monday; empty: all.
    public let weekdays: [Int]
    /// A name of the time zone database.
    public let timeZone: String
    /// As written, for messages.
    public let words: String

    public struct ClosedRange: Sendable, Hashable {
        public let from: Int64
        /// May be less than `from`: then it is of the next day.
        public let to: Int64
    }

    public var isRestricted: Bool { !hours.isEmpty || !weekdays.isEmpty }

    init() {
        (hours, weekdays, timeZone, words) = ([], [], "UTC", "")
    }

    /// Takes its keys out of the mapping `sending`.
    init(_ mapping: inout YAMLMapping) throws(YAMLError) {
        timeZone = try mapping.optional("time_zone", as: TimeZoneName.self)?.text ?? "UTC"
        var hours: [ClosedRange] = []
        var days: [Int] = []
        var words: [String] = []
        for (node, text) in try Self.items(mapping.node("hours")) {
            do {
                hours.append(try HourRange(text).range)
            } catch {
                throw node.error("\"hours\" \(error.message)", mend: error.mend)
            }
            words.append(text)
        }
        for (node, text) in try Self.items(mapping.node("days")) {
            guard let day = Self.names.firstIndex(of: text) else {
                throw node.error(
                    "\"days\" must be days of the week", mend: "write them like [\(Self.names.joined(separator: ", "))]"
                )
            }
            days.append(day)
            words.append(text)
        }
        (self.hours, weekdays) = (hours, days)
        self.words = words.joined(separator: ", ") + " (\(timeZone))"
    }

    private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// The items of a list, or the one value.
    private static func items(_ node: YAMLNode?) throws(YAMLError) -> [(YAMLNode, String)] {
        guard let node else { return [] }
        guard case .sequence(let items) = node.content else { return [(node, try String(yaml: node))] }
        var texts: [(YAMLNode, String)] = []
        for item in items { texts.append((item, try String(yaml: item))) }
        return texts
    }
}

/// `08:00-18:00`
private struct HourRange: SettingsValue {
    let range: SendingHours.ClosedRange

    init(_ text: String) throws(InvalidValue) {
        guard let match = text.wholeMatch(of: /(\d\d):(\d\d)-(\d\d):(\d\d)/),
            let from = Self.seconds(match.1, match.2), let to = Self.seconds(match.3, match.4), from != to,
            from < 86_400
        else {
            throw InvalidValue(message: "must be times from 00:00 to 24:00", mend: "write them like 08:00-18:00")
        }
        range = SendingHours.ClosedRange(from: from, to: to)
    }

    private static func seconds(_ hours: Substring, _ minutes: Substring) -> Int64? {
        guard let hours = Int64(hours), let minutes = Int64(minutes), minutes < 60 else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return seconds <= 86_400 ? seconds : nil
    }
}

/// A name of the IANA time zone database.
struct TimeZoneName: SettingsValue {
    let text: String

    init(_ text: String) throws(InvalidValue) {
        guard text.contains("/") || text == "UTC", TimeZone(identifier: text) != nil else {
            throw InvalidValue(message: "is no time zone that is known", mend: "name one like America/Bogota or UTC")
        }
        self.text = text
    }
}
