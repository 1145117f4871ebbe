import YAML

/// A certificate of our own, and its key: absolute paths of PEM files.
public struct RelayCertificate: Sendable, Hashable {
    public let file: String
    /// Nobody but its owner may open it, and it has no passphrase.
    public let keyFile: String

    /// Nil where the settings name none.
    init?(_ mapping: inout YAMLMapping, _ reader: SettingsReader) throws(YAMLError) {
        let certificate = mapping.node("client_certificate")
        let key = mapping.node("client_key")
        switch (certificate, key) {
        case (nil, nil): return nil
        case (let certificate?, let key?):
            file = try reader.file(certificate)
            keyFile = try reader.keyFile(key)
        case (.some, nil):
            throw mapping.error(
                at: "client_certificate", "\"client_certificate\" without \"client_key\"",
                mend: "add client_key; it may name the same file, if that holds both")
        case (nil, .some):
            throw mapping.error(
                at: "client_key", "\"client_key\" without \"client_certificate\"", mend: "add client_certificate")
        }
    }
}
