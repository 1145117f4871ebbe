import Mail
import Settings

/// The addresses of the public pages. They stand in mail that is already out: a contract.
struct Links: Sendable {
    let publicURL: String
    /// Who reads wishes to unsubscribe that come by mail, if somebody does.
    let unsubscribeMailto: EmailAddress?

    init(publicURL: String, unsubscribeMailto: EmailAddress? = nil) {
        self.publicURL = publicURL
        self.unsubscribeMailto = unsubscribeMailto
    }

    init(_ settings: MailerSettings) {
        self.init(publicURL: settings.publicURL, unsubscribeMailto: settings.mail.unsubscribeMailto)
    }

    func confirm(_ token: String) -> String { publicURL + "/confirm/" + token }
    func decline(_ token: String) -> String { publicURL + "/decline/" + token }
    func unsubscribe(_ token: String) -> String { publicURL + "/unsubscribe/" + token }
    func view(_ token: String) -> String { publicURL + "/view/" + token }
    func undo(_ token: String) -> String { publicURL + "/undo/" + token }
    func preferences(_ token: String) -> String { publicURL + "/preferences/" + token }
    func subscribe(_ list: String) -> String { publicURL + "/subscribe/" + list }
    func archive(_ list: String) -> String { publicURL + "/archive/" + list }

    /// The page of an issue. `language`: of a version that is not in the issue's own.
    func archive(_ list: String, issue: String, language: String?) -> String {
        archive(list) + "/" + issue + (language.map { "?language=" + $0 } ?? "")
    }

    /// A mail that asks for what the link of the same token does.
    func unsubscribeMailto(_ token: String) -> String? {
        unsubscribeMailto.map { ListHeaders.mailto($0, subject: "unsubscribe \(token)") }
    }
}
