import YAML

/// How one provider reports by web requests.
public struct HookSettings: Sendable {
    public enum Provider: String, Sendable, CaseIterable {
        case generic, postmark, sendgrid, mailgun, ses
    }

    public let provider: Provider
    /// The last part of the address that the provider reports to.
    public let key: SecretSource
    /// SendGrid's verification key, base64.
    public let publicKey: String?
    /// Mailgun's HTTP webhook signing key.
    public let signingKey: SecretSource?
    /// A PEM file with the certificate that Amazon SNS signs with; an absolute path.
    public let certificate: String?

    static func list(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) -> [HookSettings] {
        guard let node else { return [] }
        var mapping = try YAMLMapping(node)
        var list: [HookSettings] = []
        for provider in Provider.allCases {
            guard let item = mapping.node(provider.rawValue) else { continue }
            list.append(try HookSettings(provider, item, reader))
        }
        try reader.finish(mapping, section: "bounces.hooks")
        return list
    }

    private init(_ provider: Provider, _ node: YAMLNode, _ reader: SettingsReader) throws(YAMLError) {
        self.provider = provider
        var mapping = try YAMLMapping(node)
        key = try reader.secretFile(mapping.requiredNode("key_file", example: "key_file: hook.key"))
        publicKey =
            provider == .sendgrid
            ? try mapping.required("public_key", as: String.self, example: "public_key: MFkwEwYH…") : nil
        signingKey =
            provider == .mailgun
            ? try reader.secretFile(
                mapping.requiredNode("signing_key_file", example: "signing_key_file: mailgun.key")) : nil
        certificate =
            provider == .ses
            ? try reader.file(mapping.requiredNode("certificate", example: "certificate: sns.pem")) : nil
        try mapping.finish()
        // It stands in an address.
        guard let text = try? key.read().reveal(), text.wholeMatch(of: /[A-Za-z0-9_-]{20,200}/) != nil else {
            throw mapping.error(
                at: "key_file", "the key must be 20 letters, digits, - and _ or more, so that nobody guesses it",
                mend: "run: openssl rand -hex 24 > FILE; chmod 600 FILE")
        }
    }
}
