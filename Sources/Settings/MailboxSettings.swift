import YAML

/// A mailbox that mail comes back to, on a server that has IMAP or POP3.
public struct MailboxSettings: Sendable {
    public let isIMAP: Bool
    /// A name or an IP address, without brackets.
    public let host: String
    public let port: Int
    public let security: RelayServer.Security
    public let credentials: RelayCredentials
    /// A PEM file of the authorities to trust instead of the system's; an absolute path.
    public let caFile: String?
    public let clientCertificate: RelayCertificate?
    /// Of IMAP.
    public let folder: String
    public let after: After

    /// What becomes of a message whose effect is on disk.
    public enum After: Sendable, Hashable {
        case delete
        /// It stays, as a message that was read.
        case mark
        /// It goes into another folder.
        case move(to: String)
    }

    private enum AfterWord: String, CaseIterable, SettingsChoice {
        case delete, mark, move
    }

    static func list(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) -> [MailboxSettings] {
        guard let node else { return [] }
        guard case .sequence(let items) = node.content else {
            throw node.mismatch(wanted: "a list", mend: "start the mailbox's first key with \"- \"")
        }
        var list: [MailboxSettings] = []
        for item in items { list.append(try MailboxSettings(item, &reader)) }
        return list
    }

    private init(_ node: YAMLNode, _ reader: inout SettingsReader) throws(YAMLError) {
        var mapping = try YAMLMapping(node)
        let url = try mapping.required("url", as: MailboxURL.self, example: "url: imaps://mail.example.org")
        (isIMAP, host, port) = (url.isIMAP, url.host, url.port)
        security = try RelayServer.security(host: url.host, implicitTLS: url.implicitTLS, &mapping)
        guard let credentials = try RelayCredentials(&mapping, reader) else {
            throw mapping.error(
                at: "url", "the mailbox has no \"username\"", mend: "add username, and password_file or password_env")
        }
        self.credentials = credentials
        caFile = try reader.file(mapping.node("ca_file"))
        clientCertificate = try RelayCertificate(&mapping, reader)
        let folder = try mapping.optional("folder", as: MailFolderName.self)?.text
        let after = try mapping.optional("after", as: AfterWord.self) ?? .delete
        let target = try mapping.optional("move_to", as: MailFolderName.self)?.text
        self.folder = folder ?? "INBOX"
        self.after =
            switch after {
            case .delete: .delete
            case .mark: .mark
            case .move: .move(to: target ?? "")
            }
        try reader.finish(mapping, section: "bounces.mailboxes")
        if !isIMAP, let key = folder != nil ? "folder" : after != .delete ? "after" : nil {
            throw mapping.error(
                at: key, "POP3 knows no folders, and can only delete", mend: "remove \"\(key)\", or use imaps://")
        }
        if (after == .move) != (target != nil) {
            throw mapping.error(
                at: after == .move ? "after" : "move_to", "\"after: move\" and \"move_to\" belong together",
                mend: "write both, like {after: move, move_to: Done}")
        }
        if target != nil, target == self.folder {
            throw mapping.error(
                at: "move_to", "\"move_to\" is the folder that is read", mend: "name another folder")
        }
        try RelayServer.refuseOpenPassword(security, host: host, mapping)
    }
}

/// A folder's name, as its owner reads it.
private struct MailFolderName: SettingsValue {
    let text: String

    init(_ text: String) throws(InvalidValue) {
        guard !text.isEmpty, text.utf8.count <= 200,
            !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
        else {
            throw InvalidValue(
                message: "must be the name of a folder", mend: "write it like INBOX or Returned/Old")
        }
        self.text = text
    }
}
