import Mail
import YAML

/// What the settings say about the messages themselves.
public struct MailSettings: Sendable {
    public let images: Images
    /// Where mail programs without one click send their wish to unsubscribe; nil where nobody reads that mail.
    public let unsubscribeMailto: EmailAddress?
    /// Whom readers can write to about the lists.
    public let listOwner: EmailAddress?
    /// Our name in the field Feedback-ID.
    public let feedbackID: String?

    /// How the images of an issue reach its readers.
    public enum Images: String, Sendable, CaseIterable, SettingsChoice {
        /// In each copy.
        case embed
        /// From the public pages.
        case hosted
    }

    init(_ mapping: inout YAMLMapping) throws(YAMLError) {
        images = try mapping.optional("images", as: Images.self) ?? .embed
        unsubscribeMailto = try mapping.optional("unsubscribe_mailto", as: PlainAddress.self)?.address
        listOwner = try mapping.optional("list_owner", as: PlainAddress.self)?.address
        feedbackID = try mapping.optional("feedback_id", as: FeedbackID.self)?.text
    }
}

/// An address without a name.
private struct PlainAddress: SettingsValue {
    let address: EmailAddress

    init(_ text: String) throws(InvalidValue) {
        do {
            address = try EmailAddress(text)
        } catch {
            throw InvalidValue(message: "is no address: \(error)", mend: "write it like office@example.org")
        }
    }
}

/// The last part of Feedback-ID, as Gmail wants it.
private struct FeedbackID: SettingsValue {
    let text: String

    init(_ text: String) throws(InvalidValue) {
        guard text.wholeMatch(of: /[A-Za-z0-9._-]{5,15}/) != nil else {
            throw InvalidValue(
                message: "must be 5 to 15 letters, digits, dots or hyphens", mend: "take a short form of your domain")
        }
        self.text = text
    }
}
