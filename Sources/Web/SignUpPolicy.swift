import Mail

/// What the public forms take, and how much of it.
public struct SignUpPolicy: Sendable {
    /// Proxies whose X-Forwarded-For is believed.
    public var trustedProxies: [NetworkRange]
    /// Requests for mail that one client's network may send in an hour.
    public var perNetwork: Int
    /// Requests for mail in an hour in all.
    public var perHour: Int
    /// Whether addresses such as info@ and sales@ are refused.
    public var refusesRoles: Bool
    /// Domains of throw-away addresses that are refused, as A-labels in lower case; their subdomains too.
    public var disposableDomains: Set<String>

    /// Origins of the sites that may show the form within their pages, such as `https://www.example.org`.
    public var embedders: [String]

    public init(
        trustedProxies: [NetworkRange] = [], perNetwork: Int = 20, perHour: Int = 500, refusesRoles: Bool = false,
        disposableDomains: Set<String> = [],
        embedders: [String] = []
    ) {
        self.trustedProxies = trustedProxies
        self.perNetwork = perNetwork
        self.perHour = perHour
        self.refusesRoles = refusesRoles
        self.disposableDomains = disposableDomains
        self.embedders = embedders
    }

    enum Refusal: Equatable {
        case role, disposable
    }

    /// Why the address is not taken, nil when it is. Says nothing of whether anybody knows it.
    func refusal(of address: EmailAddress) -> Refusal? {
        if refusesRoles, SignUpPolicy.roles.contains(address.localPart.lowercased()) { return .role }
        if disposableDomains.isEmpty { return nil }
        var domain = address.asciiDomain[...]
        while true {
            if disposableDomains.contains(String(domain)) { return .disposable }
            guard let dot = domain.firstIndex(of: ".") else { return nil }
            domain = domain[domain.index(after: dot)...]
        }
    }

    /// Mailboxes that belong to an office rather than a person: RFC 2142, and what is as common.
    private static let roles: Set<String> = [
        "abuse", "admin", "administrator", "billing", "contact", "contacto", "contato", "ftp", "help", "hostmaster",
        "info", "jobs", "mail", "marketing", "news", "no-reply", "noc", "noreply", "office", "postmaster", "root",
        "sales", "security", "spam", "support", "team", "usenet", "uucp", "webmaster", "www",
    ]
}
