import Settings
import Web

extension SignUpPolicy {
    init(_ settings: MailerSettings) {
        self.init(
            // What Settings let through is a network here too.
            trustedProxies: settings.trustedProxies.compactMap(NetworkRange.init),
            perNetwork: settings.signUp.perNetwork, perHour: settings.signUp.perHour,
            refusesRoles: settings.signUp.roleAddresses == .refuse,
            disposableDomains: settings.signUp.disposableDomains,
            embedders: settings.signUp.embedFrom)
    }
}
