/// Something that an organisation asks its readers beyond name and language; answers are attributes of the person.
public struct CustomField: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case text, choice, checkbox
    }

    public struct Choice: Sendable, Equatable, Codable {
        /// What is stored, and what issues show.
        public let value: String
        public let label: Label

        public init(value: String, label: Label) {
            self.value = value
            self.label = label
        }
    }

    /// What readers see, by language.
    public struct Label: Sendable, Equatable, Codable {
        /// For languages that have none of their own.
        public let text: String
        public let translations: [String: String]

        public init(_ text: String, translations: [String: String] = [:]) {
            self.text = text
            self.translations = translations
        }

        public func text(in language: String) -> String {
            translations[language] ?? text
        }
    }

    /// The attribute's name, for `{{attribute.NAME}}` and columns of an export.
    public let name: String
    public let kind: Kind
    public let label: Label
    /// For `choice`.
    public let choices: [Choice]
    public let isRequired: Bool

    public init(name: String, kind: Kind, label: Label, choices: [Choice] = [], isRequired: Bool = false) {
        self.name = name
        self.kind = kind
        self.label = label
        self.choices = choices
        self.isRequired = isRequired
    }

    /// What a ticked checkbox is stored as.
    public static let ticked = "yes"
    public static let unticked = "no"

    /// Whether a value, an imported one too, means yes: all but nothing and the usual words for no.
    public static func isYes(_ value: String) -> Bool {
        !["", "0", "false", "no"].contains(value.lowercased())
    }
}
