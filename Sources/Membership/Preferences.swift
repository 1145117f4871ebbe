import Mail
import Newsletter

/// What a person may see and change through a fresh mailed link.
public struct Preferences: Sendable, Equatable {
    public struct Choice: Sendable, Equatable {
        public let list: MailingList
        public let isSubscribed: Bool
        /// What the list asks its readers.
        public let fields: [CustomField]

        public init(list: MailingList, isSubscribed: Bool, fields: [CustomField] = []) {
            self.list = list
            self.isSubscribed = isSubscribed
            self.fields = fields
        }
    }

    public let address: EmailAddress
    public let name: String?
    public let language: String?
    /// Every list, by title.
    public let choices: [Choice]
    /// No issue before then.
    public let pausedUntil: Timestamp?
    /// Mail to the address came back: no issue until the person says that it arrives (`Registrar.liftSuspension`).
    public let suspension: Suspension?

    public let attributes: [String: String]

    public init(
        address: EmailAddress, name: String?, language: String?, choices: [Choice], pausedUntil: Timestamp?,
        suspension: Suspension? = nil, attributes: [String: String] = [:]
    ) {
        self.attributes = attributes
        self.address = address
        self.name = name
        self.language = language
        self.choices = choices
        self.pausedUntil = pausedUntil
        self.suspension = suspension
    }

    /// What the lists that the person receives ask, each once.
    /// - Parameter lists: only these; nil for all that they receive.
    public func fields(of lists: Set<ListName>? = nil) -> [CustomField] {
        var fields: [CustomField] = []
        for choice in choices where choice.isSubscribed && lists?.contains(choice.list.name) ?? true {
            fields += choice.fields.filter { new in !fields.contains { $0.name == new.name } }
        }
        return fields
    }
}

/// What a link to the preferences means now.
public enum PreferencesPage: Sendable, Equatable {
    /// Forged, malformed, or of a person who is gone.
    case invalid
    case expired
    case open(Preferences)
}

/// What a person wants to be otherwise.
public struct PreferencesChange: Sendable {
    public let name: String?
    public let language: String?
    /// The lists to receive; the others are left.
    public let lists: Set<ListName>
    public let pausedUntil: Timestamp?
    /// Answers to the lists' questions; what isn't among them stays.
    public let attributes: [String: String]
    /// The words agreed to for a list, for the consent record.
    public let wording: @Sendable (MailingList) throws -> String

    public init(
        name: String?, language: String?, lists: Set<ListName>, pausedUntil: Timestamp?,
        attributes: [String: String] = [:],
        wording: @escaping @Sendable (MailingList) throws -> String
    ) {
        self.name = name
        self.language = language
        self.lists = lists
        self.pausedUntil = pausedUntil
        self.attributes = attributes
        self.wording = wording
    }
}
