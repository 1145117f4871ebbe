import Mail
import YAML

/// Why a text is no value of a kind. Reads after the key's name, and never repeats the text, which might be a secret.
public struct InvalidValue: Error, Hashable, CustomStringConvertible {
    /// As in `must be an address and a port`.
    public let message: String
    public let mend: String

    public var description: String { "\(message); \(mend)" }
}

/// A value that is made from one scalar of the settings.
protocol SettingsValue {
    init(_ text: String) throws(InvalidValue)
}

extension SettingsValue {
    init(_ node: YAMLNode) throws(YAMLError) {
        let text = try String(yaml: node)
        do {
            try self.init(text)
        } catch {
            throw node.error("\(node.subject) \(error.message)", mend: error.mend)
        }
    }
}

extension YAMLMapping {
    mutating func required<T: SettingsValue>(
        _ key: String, as type: T.Type, example: String
    ) throws(YAMLError) -> T {
        try T(requiredNode(key, example: example))
    }

    mutating func optional<T: SettingsValue>(_ key: String, as type: T.Type) throws(YAMLError) -> T? {
        guard let node = node(key) else { return nil }
        return try T(node)
    }

    mutating func optional(_ key: String, in range: ClosedRange<Int>) throws(YAMLError) -> Int? {
        guard let node = node(key) else { return nil }
        return try Int(yaml: node, in: range)
    }
}

/// One of a few words.
protocol SettingsChoice: SettingsValue, RawRepresentable, CaseIterable where RawValue == String {}

extension SettingsChoice {
    init(_ text: String) throws(InvalidValue) {
        guard let choice = Self(rawValue: text) else {
            let words = Self.allCases.map(\.rawValue).joined(separator: " or ")
            throw InvalidValue(message: "must be \(words)", mend: "write one of these words")
        }
        self = choice
    }
}

/// A span of time as in `30s`, `5m`, `4h` or `2d`: at least a second, at most ten years.
struct SettingsDuration: SettingsValue {
    let seconds: Int64

    init(_ text: String) throws(InvalidValue) {
        let secondsOfUnit: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        let digits = text.dropLast()
        guard let unit = text.last.flatMap({ secondsOfUnit[$0] }), digits.allSatisfy({ ("0"..."9").contains($0) }),
            let number = Int64(digits), number >= 1, number <= 10 * 365 * 86_400 / unit
        else {
            throw InvalidValue(
                message: "must be a span of time", mend: "write a whole number and its unit, like 30s, 5m, 4h or 2d")
        }
        seconds = number * unit
    }
}

/// A path, relative to the settings file's folder or absolute.
struct SettingsPath: SettingsValue {
    let text: String

    init(_ text: String) throws(InvalidValue) {
        guard !text.isEmpty, !text.contains("\0"), !text.hasPrefix("~") else {
            throw InvalidValue(
                message: "must be a path",
                mend: "write it from / on, or relative to this file's folder; ~ is not expanded")
        }
        self.text = text
    }
}

/// The name of an environment variable.
struct VariableName: SettingsValue {
    let text: String

    init(_ text: String) throws(InvalidValue) {
        guard text.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else {
            throw InvalidValue(
                message: "must be the name of an environment variable", mend: "write the name, not what it holds")
        }
        self.text = text
    }
}

/// The mailbox that mail is sent from.
struct Sender: SettingsValue {
    let mailbox: Mailbox

    init(_ text: String) throws(InvalidValue) {
        do {
            mailbox = try Mailbox(text)
        } catch {
            throw InvalidValue(
                message: "is no mailbox: \(error)", mend: "write it like News <news@example.org>")
        }
    }
}
