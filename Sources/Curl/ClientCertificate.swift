/// What this side shows when a server asks for a certificate (RFC 8446 §4.3.2): two PEM files.
public struct ClientCertificate: Sendable, Hashable {
    /// The certificate, with the chain that signed it if the server does not know that.
    public let file: String
    /// Its private key, without a passphrase. May be the same file.
    public let keyFile: String

    public init(file: String, keyFile: String) {
        self.file = file
        self.keyFile = keyFile
    }
}
