import Glibc
import YAML

/// What reading the settings needs beside the YAML: the file's folder and the environment.
struct SettingsReader {
    /// The settings file's folder; paths are relative to it.
    let folder: String
    let environment: [String: String]
    /// Every key that was asked for, as in `relays.url`. A test compares it with the shipped file.
    private(set) var knownKeys: Set<String> = []

    /// `file` is the settings file's absolute path.
    init(file: String, environment: [String: String]) {
        folder = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
        self.environment = environment
    }

    /// Refuses unknown keys. Every section ends with it.
    mutating func finish(_ mapping: YAMLMapping, section: String? = nil) throws(YAMLError) {
        let prefix = section.map { "\($0)." } ?? ""
        knownKeys.formUnion(mapping.known.map { prefix + $0 })
        try mapping.finish()
    }

    func path(_ path: SettingsPath) -> String {
        SettingsFile.path(path.text, in: folder)
    }

    func folder(_ node: YAMLNode?) throws(YAMLError) -> String? {
        guard let node else { return nil }
        return try folder(node)
    }

    /// The absolute path of an existing folder.
    func folder(_ node: YAMLNode) throws(YAMLError) -> String {
        let path = path(try SettingsPath(node))
        // A trailing slash is what only a folder answers to.
        guard access(path + "/", R_OK | X_OK) == 0 else {
            throw node.error("\"\(path)\" is no folder that can be read", mend: "create it, or correct \(node.subject)")
        }
        return path
    }

    func file(_ node: YAMLNode?) throws(YAMLError) -> String? {
        guard let node else { return nil }
        return try file(node)
    }

    /// The absolute path of an existing file.
    func file(_ node: YAMLNode) throws(YAMLError) -> String {
        let path = path(try SettingsPath(node))
        guard access(path, R_OK) == 0 else {
            throw node.error("the file \"\(path)\" cannot be read: \(systemReason())", mend: "correct \(node.subject)")
        }
        return path
    }

    /// A file that nobody but its owner may open.
    func secretContent(_ node: YAMLNode) throws(YAMLError) -> SecretFile {
        let path = path(try SettingsPath(node))
        do {
            return try SecretFile(path: path)
        } catch {
            throw node.error(error.message, mend: error.mend)
        }
    }

    /// A file that nobody but its owner may open, with one line in it now.
    func secretFile(_ node: YAMLNode) throws(YAMLError) -> SecretSource {
        let file = try secretContent(node)
        do {
            _ = try file.line()
        } catch {
            throw node.error(error.message, mend: error.mend)
        }
        return .file(file.path)
    }

    /// The absolute path of a private key in PEM that only its owner may open, and that needs no passphrase: nobody is
    /// there to type one.
    func keyFile(_ node: YAMLNode) throws(YAMLError) -> String {
        let file = try secretContent(node)
        let text = String(decoding: file.reveal(), as: UTF8.self)
        guard text.contains("PRIVATE KEY-----") else {
            throw node.error(
                "the file \"\(file.path)\" holds no private key in PEM", mend: "correct \(node.subject)")
        }
        // RFC 7468 §11, and the older form of RFC 1421 §4.6.1.1.
        if text.contains("ENCRYPTED PRIVATE KEY-----") || text.contains("Proc-Type: 4,ENCRYPTED") {
            throw node.error(
                "the key in \"\(file.path)\" has a passphrase, which nobody would be there to type",
                mend: "write it without one: openssl pkey -in KEY -out NEWKEY")
        }
        return file.path
    }

    /// The secret in an environment variable.
    func secretVariable(_ node: YAMLNode) throws(YAMLError) -> Secret {
        let name = try VariableName(node).text
        guard let secret = environment[name].flatMap(Secret.init) else {
            throw node.error(
                "the environment variable \(name) must hold one line of text",
                mend: "set it where mailer is started, cron included")
        }
        return secret
    }
}
