import Mail
import Spelling

/// Guesses what a mistyped domain was to be. It is only ever a hint: the reader may insist.
enum TypoHint {
    /// Where most private mailboxes of our readers are. Whatever stands here is never taken for a slip.
    private static let providers = [
        "gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "live.com", "msn.com", "aol.com",
        "protonmail.com", "googlemail.com", "hotmail.es", "outlook.es", "yahoo.es", "yahoo.com.br", "yahoo.com.mx",
        "yahoo.com.ar", "hotmail.com.br", "hotmail.com.ar", "uol.com.br", "terra.com.br", "hotmail.fr", "yahoo.fr",
        "orange.fr", "wanadoo.fr", "laposte.net", "free.fr", "hotmail.co.uk", "yahoo.co.uk", "live.com.mx",
        "prodigy.net.mx", "yahoo.ca", "gmx.com", "gmx.net",
    ]

    /// Real providers whose names are one slip away from one of those.
    private static let neighbours: Set<String> = [
        "mail.com", "email.com", "ymail.com", "gmx.de", "gmx.fr", "gmx.es", "yahoo.de", "yahoo.it", "aol.fr", "live.co",
        "hotmail.de", "hotmail.it", "outlook.fr", "outlook.de", "outlook.it", "outlook.pt", "hotmail.be", "live.be",
        "msn.co", "me.com", "free.com", "terra.com", "live.fr", "live.de", "live.ca", "live.nl", "live.it",
    ]

    /// The address that was probably meant, nil when the one typed looks right.
    static func suggestion(for address: EmailAddress) -> String? {
        let domain = address.asciiDomain
        guard !providers.contains(domain), !neighbours.contains(domain) else { return nil }
        let typed = Array(domain)
        let meant = providers.first { abs($0.count - typed.count) <= 1 && editDistance(typed, Array($0)) == 1 }
        return meant.map { address.localPart + "@" + $0 }
    }
}
