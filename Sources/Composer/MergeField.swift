import Newsletter
import Spelling

/// What a tag such as `{{name}}` in an issue names.
enum MergeField: Sendable, Hashable, Codable {
    case name
    case email
    case attribute(String)
    case unsubscribeURL
    case viewURL
    /// These are the same in every copy of one version, and filled when it is composed.
    case language
    case list
    case preferencesURL
    case custom(String)

    /// The field that `text` names, such as `attribute.member`.
    init?(_ text: String) {
        switch text {
        case "name": self = .name
        case "email": self = .email
        case "unsubscribe_url": self = .unsubscribeURL
        case "view_url": self = .viewURL
        case "preferences_url": self = .preferencesURL
        case "language": self = .language
        case "list": self = .list
        default:
            guard let dot = text.firstIndex(of: ".") else { return nil }
            let key = String(text[text.index(after: dot)...])
            switch text[..<dot] {
            case "attribute" where Self.isKey(key): self = .attribute(key)
            case "custom" where Self.isKey(key): self = .custom(key)
            default: return nil
            }
        }
    }

    /// Every reader has one.
    var isAlwaysKnown: Bool { self == .email || isURL }

    /// What a reader may lack.
    var differs: Bool {
        switch self {
        case .name, .attribute: true
        default: false
        }
    }

    /// As tags write it.
    var text: String {
        switch self {
        case .name: "name"
        case .email: "email"
        case .attribute(let key): "attribute.\(key)"
        case .unsubscribeURL: "unsubscribe_url"
        case .viewURL: "view_url"
        case .language: "language"
        case .list: "list"
        case .preferencesURL: "preferences_url"
        case .custom(let key): "custom.\(key)"
        }
    }

    /// A whole address of ours: it goes into a link as it is.
    var isURL: Bool { [.unsubscribeURL, .viewURL, .preferencesURL].contains(self) }

    /// The field that was probably meant.
    static func closest(to name: String, _ custom: [String]) -> String? {
        closestSpelling(
            to: name,
            among: ["name", "email", "unsubscribe_url", "view_url", "preferences_url", "language", "list"]
                + custom.sorted())
    }

    static let known =
        "name, email, language, list, attribute.KEY, custom.KEY, unsubscribe_url, view_url and preferences_url"

    /// A CSV file's column can have any name, blanks included; only what tags are made of is out.
    static func isKey(_ text: String) -> Bool {
        !text.isEmpty && !text.contains { "{}|#^/<>\"".contains($0) || $0.isNewline }
    }

    /// Whether a section about a field with this value shows: yes for all but nothing and the usual words for no. A column
    /// "member" with yes and no would otherwise show its section to everyone.
    static func isTruthy(_ value: String) -> Bool {
        CustomField.isYes(value)
    }
}
