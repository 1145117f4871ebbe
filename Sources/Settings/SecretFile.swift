/// A file that nobody but its owner may open, and what it holds; that never prints itself.
public struct SecretFile: Sendable, CustomStringConvertible, CustomReflectable {
    /// Absolute.
    public let path: String
    private let bytes: [UInt8]

    /// Why it cannot be used; without what it holds.
    public struct Unusable: Error, CustomStringConvertible {
        let message: String
        let mend: String

        public var description: String { "\(message); \(mend)" }
    }

    init(path: String) throws(Unusable) {
        let content: FileContent
        do {
            content = try FileContent(path: path, limit: 100_000)
        } catch {
            throw Unusable(
                message: "the file \"\(path)\" cannot be read: \(error.reason)", mend: "write the secret into it")
        }
        guard content.isPrivate else {
            throw Unusable(message: "others may open the file \"\(path)\"", mend: "run: chmod 600 \(path)")
        }
        self.path = path
        bytes = content.bytes
    }

    /// The content, for the one place that needs it.
    public func reveal() -> [UInt8] { bytes }

    /// The content as one line of text.
    func line() throws(Unusable) -> Secret {
        var line = bytes[...]
        if line.last == UInt8(ascii: "\n") { line = line.dropLast() }
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        guard let text = String(validating: line, as: UTF8.self), let secret = Secret(text) else {
            throw Unusable(
                message: "the file \"\(path)\" must hold one line of text",
                mend: "write nothing but the secret into it")
        }
        return secret
    }

    public var description: String { path }
    public var customMirror: Mirror { Mirror(self, children: ["path": path]) }
}
