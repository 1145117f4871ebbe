import HTTP
import Texts

/// Which language a page is in: the one chosen by the switch, else the reader's own, else what the browser asks for, else
/// the list's. There are no cookies: a choice travels in links and forms.
struct PageLanguage: Sendable {
    let phrasebook: Phrasebook
    /// By `?lang=` or the form's field.
    let chosen: String?
    private let accepted: String?

    init(_ request: HTTPRequest?, _ phrasebook: Phrasebook) {
        self.phrasebook = phrasebook
        chosen = (request?.formValue("lang") ?? request?.queryValue("lang")).flatMap { phrasebook.match($0) }
        accepted = request?.header("Accept-Language").flatMap { phrasebook.acceptable(in: $0) }
    }

    /// - Parameters:
    ///   - reader: what a known reader has asked for.
    ///   - list: of the list that the page is about.
    func tag(reader: String? = nil, list: String? = nil) -> String {
        chosen ?? reader.flatMap { phrasebook.match($0) } ?? accepted ?? list.flatMap { phrasebook.match($0) }
            ?? phrasebook.languages[0]
    }
}
