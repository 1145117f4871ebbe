import YAML

/// Why there are no settings: one line that says what, where and how to mend it. Never holds a secret.
public enum SettingsError: Error, Equatable, CustomStringConvertible {
    /// The file was read, but a value is wrong, missing or unknown.
    case invalid(YAMLError)
    /// The file cannot be read; the reason is the system's.
    case unreadable(file: String, reason: String)
    /// A file that was named does not exist.
    case missing(file: String, namedBy: String)
    /// No file was named, and none stands in the usual places.
    case noneFound([String])

    public var description: String {
        switch self {
        case .invalid(let error): error.description
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason); check its name and permissions"
        case .missing(let file, let source):
            "\(file): no such file, though \(source) names it; correct the name, or write the file with \"mailer init\""
        case .noneFound(let places):
            "no settings file: looked for \(places.joined(separator: " and ")); "
                + "write one with \"mailer init\", or name yours with --config FILE"
        }
    }
}
