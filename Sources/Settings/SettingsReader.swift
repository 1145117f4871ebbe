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

    /// The absolute path of an existing folder.
    func folder(_ node: YAMLNode?) throws(YAMLError) -> String? {
        guard let node else { return nil }
        let path = path(try SettingsPath(node))
        // A trailing slash is what only a folder answers to.
        guard access(path + "/", R_OK | X_OK) == 0 else {
            throw node.error("\"\(path)\" is no folder that can be read", mend: "create it, or correct \(node.subject)")
        }
        return path
    }

    /// The absolute path of an existing file.
    func file(_ node: YAMLNode?) throws(YAMLError) -> String? {
        guard let node else { return nil }
        let path = path(try SettingsPath(node))
        guard access(path, R_OK) == 0 else {
            throw node.error("the file \"\(path)\" cannot be read: \(systemReason())", mend: "correct \(node.subject)")
        }
        return path
    }

    /// A file that nobody but its owner may open.
    func secretContent(_ node: YAMLNode) throws(YAMLError) -> SecretFile {
        let path = path(try SettingsPath(node))
        let content: FileContent
        do {
            content = try FileContent(path: path, limit: 10_000)
        } catch {
            throw node.error("the file \"\(path)\" cannot be read: \(error.reason)", mend: "write the secret into it")
        }
        guard content.isPrivate else {
            throw node.error("others may open the file \"\(path)\"", mend: "run: chmod 600 \(path)")
        }
        return SecretFile(path: path, bytes: content.bytes)
    }

    /// The secret in a file that nobody but its owner may open: one line.
    func secretFile(_ node: YAMLNode) throws(YAMLError) -> Secret {
        let file = try secretContent(node)
        var bytes = file.reveal()[...]
        if bytes.last == UInt8(ascii: "\n") { bytes = bytes.dropLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
        guard let text = String(validating: bytes, as: UTF8.self), let secret = Secret(text) else {
            throw node.error(
                "the file \"\(file.path)\" must hold one line of text", mend: "write nothing but the secret into it")
        }
        return secret
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
