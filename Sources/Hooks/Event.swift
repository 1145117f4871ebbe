import Foundation

/// A piece of JSON from elsewhere; what is not there, or is something else than was asked for, is nothing.
struct Event {
    private let value: Any?

    init(_ value: Any?) { self.value = value }

    subscript(name: String) -> Event { Event((value as? [String: Any])?[name]) }

    /// A text, or a number as text.
    var text: String? {
        if let text = value as? String { return text }
        return (value as? NSNumber).map(\.stringValue)
    }

    /// The elements of an array; one thing alone is an array of one.
    var items: [Event] {
        if let array = value as? [Any] { return array.prefix(Self.mostItems).map(Event.init) }
        return value is [String: Any] ? [self] : []
    }
    private static let mostItems = 10_000

    /// The same bytes for the same content.
    var canonical: [UInt8] {
        guard let value, JSONSerialization.isValidJSONObject(value),
            let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])
        else { return [] }
        return [UInt8](data)
    }

    /// The text as JSON of its own.
    var parsed: Event {
        Event(text.flatMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) })
    }
}
