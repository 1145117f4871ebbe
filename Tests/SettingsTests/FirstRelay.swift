@testable import Settings

extension MailerSettings {
    /// The mail server that the settings name; nil when they name a folder.
    var server: RelayServer? {
        if case .server(let server)? = relays.first?.destination { server } else { nil }
    }
}
