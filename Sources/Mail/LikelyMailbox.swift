/// Which addresses probably lead to one mailbox: a hint for people who look for duplicates, never an identity. Providers change
/// their rules, and no standard knows them (RFC 5321 §2.3.11 leaves the local part to its host).
extension EmailAddress {
    /// The comparison key without what the provider is known to ignore: a tag behind `+`, dots at Gmail, and its other name.
    public var likelyMailbox: String {
        guard let provider = EmailAddress.providers[asciiDomain] else { return key }
        return mailbox(at: provider)
    }

    /// What limits on mail to one person count by: `likelyMailbox`, and without a tag behind `+` at any host. Whoever has such
    /// an address apart from another's loses nothing but a little time.
    public var limitedMailbox: String {
        mailbox(at: EmailAddress.providers[asciiDomain] ?? (asciiDomain, false))
    }

    private func mailbox(at provider: (domain: String, ignoresDots: Bool)) -> String {
        var local = key[..<(key.lastIndex(of: "@") ?? key.endIndex)]
        guard !local.hasPrefix("\"") else { return key }
        if let plus = local.firstIndex(of: "+"), plus != local.startIndex { local = local[..<plus] }
        let mailbox = provider.ignoresDots ? local.filter { $0 != "." } : String(local)
        return mailbox + "@" + provider.domain
    }

    private static let providers: [String: (domain: String, ignoresDots: Bool)] = [
        "gmail.com": ("gmail.com", true), "googlemail.com": ("gmail.com", true),
        "outlook.com": ("outlook.com", false), "hotmail.com": ("hotmail.com", false), "live.com": ("live.com", false),
        "icloud.com": ("icloud.com", false), "me.com": ("icloud.com", false), "mac.com": ("icloud.com", false),
        "fastmail.com": ("fastmail.com", false), "protonmail.com": ("proton.me", true),
        "proton.me": ("proton.me", true),
        "pm.me": ("proton.me", true),
    ]
}
