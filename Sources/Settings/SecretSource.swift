/// Where a secret of one line comes from.
public enum SecretSource: Sendable {
    case text(Secret)
    /// The path of a file, read anew each time, so that a process that stays for weeks sees a changed password or a
    /// fresh token.
    case file(String)

    public func read() throws(SecretFile.Unusable) -> Secret {
        switch self {
        case .text(let secret): secret
        case .file(let path): try SecretFile(path: path).line()
        }
    }
}
