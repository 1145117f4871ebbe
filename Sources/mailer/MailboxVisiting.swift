import Curl
import Mailboxes
import Settings

extension MailboxVisit {
    /// Reads the password anew: a changed one, or a fresh token, is used at the next visit.
    init(_ settings: MailboxSettings, isStopped: @escaping () -> Bool = { false }) throws {
        let security: ServerSecurity =
            switch settings.security {
            case .implicitTLS: .implicitTLS
            case .startTLS(.required): .startTLS(.required)
            case .startTLS(.optional): .startTLS(.optional)
            case .startTLS(.never): .startTLS(.never)
            }
        let mechanism: AuthMechanism? =
            switch settings.credentials.mechanism {
            case .plain: .plain
            case .login: .login
            case .xoauth2: .xoauth2
            case nil: nil
            }
        let server = try MailServer(
            settings.isIMAP ? .imap : .pop3, host: settings.host, port: settings.port, security: security,
            credentials: Credentials(
                username: settings.credentials.username, secret: try settings.credentials.password.read().reveal(),
                mechanism: mechanism),
            caFile: settings.caFile,
            clientCertificate: settings.clientCertificate.map { ClientCertificate(file: $0.file, keyFile: $0.keyFile) })
        let disposal: Disposal =
            switch settings.after {
            case .delete: .delete
            case .mark: .mark
            case .move(let folder): .move(to: folder)
            }
        self.init(server, folder: settings.folder, disposal: disposal, isStopped: isStopped)
    }
}

extension MailboxSettings {
    /// For people; without the user, who may be an address.
    var name: String {
        "\(isIMAP ? "imap" : "pop3")\(security == .implicitTLS ? "s" : "")://\(host):\(port)"
            + (isIMAP ? " \(folder)" : "")
    }
}
