import YAML

/// How we sign in to a relay.
public struct RelayCredentials: Sendable {
    public let username: String
    /// Nil: the best that the relay offers.
    public let mechanism: Mechanism?
    /// The password; for XOAUTH2 the bearer token.
    public let password: SecretSource

    public enum Mechanism: String, Sendable, CaseIterable, SettingsChoice {
        case plain
        case login
        case xoauth2
    }

    /// Nil where the settings name nobody to sign in.
    init?(_ mapping: inout YAMLMapping, _ reader: SettingsReader) throws(YAMLError) {
        let username = try mapping.optional("username", as: String.self)
        mechanism = try mapping.optional("auth", as: Mechanism.self)
        let file = mapping.node("password_file")
        let variable = mapping.node("password_env")
        if mapping.remaining.contains(where: { $0.key == "password" }) {
            throw mapping.error(
                at: "password", "\"password\" must not stand in the settings",
                mend: "write it into a file that only its owner may read, and name that with password_file")
        }
        guard let username else {
            let others = [
                ("password_file", file != nil), ("password_env", variable != nil), ("auth", mechanism != nil),
            ]
            guard let key = others.first(where: { $0.1 })?.0 else { return nil }
            throw mapping.error(at: key, "\"\(key)\" without \"username\"", mend: "add the username")
        }
        self.username = username
        switch (file, variable) {
        case (let file?, nil): password = try reader.secretFile(file)
        case (nil, let variable?): password = .text(try reader.secretVariable(variable))
        case (nil, nil):
            throw mapping.error(
                at: "username", "\"username\" without a password", mend: "add password_file or password_env")
        default:
            throw mapping.error(
                at: "password_env", "two sources of one password", mend: "keep password_file or password_env")
        }
    }
}
