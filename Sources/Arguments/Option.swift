/// A long option: a flag (`--json`) or one with a value (`--list NAME`, `--list=NAME`).
///
/// There are no short options but `-h`: a cron line should say what it does.
public struct Option: Sendable, Hashable {
    /// Without the dashes: `list`.
    public let name: String
    /// What help calls the value: `NAME`. A flag has none.
    public let valueName: String?
    /// One phrase without a full stop.
    public let summary: String
    /// What holds when the option isn't given, in words; help shows it.
    public let defaultText: String?
    public let isRequired: Bool
    /// May be given more than once; all values are kept, in order.
    public let isRepeatable: Bool

    /// `--json`
    public static func flag(_ name: String, _ summary: String) -> Option {
        Option(
            name: name, valueName: nil, summary: summary, defaultText: nil, isRequired: false, isRepeatable: false)
    }

    /// `--list NAME`
    public static func value(
        _ name: String, _ valueName: String, _ summary: String, default defaultText: String? = nil,
        isRequired: Bool = false, isRepeatable: Bool = false
    ) -> Option {
        Option(
            name: name, valueName: valueName, summary: summary, defaultText: defaultText, isRequired: isRequired,
            isRepeatable: isRepeatable)
    }

    public var isFlag: Bool { valueName == nil }

    /// As help shows it: `--list NAME`.
    public var usage: String {
        valueName.map { "--\(name) \($0)" } ?? "--\(name)"
    }
}
