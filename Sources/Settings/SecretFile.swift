/// A file that nobody but its owner may open, and what it holds; that never prints itself.
public struct SecretFile: Sendable, CustomStringConvertible, CustomReflectable {
    /// Absolute.
    public let path: String
    private let bytes: [UInt8]

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// The content, for the one place that needs it.
    public func reveal() -> [UInt8] { bytes }

    public var description: String { path }
    public var customMirror: Mirror { Mirror(self, children: ["path": path]) }
}
