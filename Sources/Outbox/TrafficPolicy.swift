import Mail

/// By which relays mail goes, how much of it, and when: what the settings say of it.
public struct TrafficPolicy: Sendable {
    /// In the order of the transports.
    public var relays: [RelayRules]
    /// Of all copies of issues together.
    public var limits = Limits()
    /// Of letters together; windows, caps and the other limits but those of relays are not for them.
    public var letterLimits = Limits()
    public var domains: [DomainRules] = []
    /// Of each domain that `domains` does not name.
    public var otherDomains = Limits()
    public var window: SendingWindow?
    public var warmUp: WarmUp?
    public var calendar = SendingCalendar()

    public init(relays: [RelayRules] = [RelayRules(name: "relay")]) {
        self.relays = relays
    }

    /// The name under which a domain's traffic is counted: that of the first of its group.
    public func meterName(ofDomain domain: String) -> String {
        domains.first { $0.domains.contains(domain) }?.domains[0] ?? domain
    }

    /// Domains that share a limit; the first one's name stands for all.
    public struct DomainRules: Sendable, Equatable {
        public let domains: [String]
        public let limits: Limits

        public init(domains: [String], limits: Limits) {
            self.domains = domains
            self.limits = limits
        }
    }
}

/// One relay's part in the traffic.
public struct RelayRules: Sendable, Equatable {
    public let name: String
    /// The lowest goes first; relays of equal priority share.
    public let priority: Int
    public let takesIssues: Bool
    public let takesLetters: Bool
    public let limits: Limits

    public init(
        name: String, priority: Int = 0, takesIssues: Bool = true, takesLetters: Bool = true, limits: Limits = Limits()
    ) {
        self.name = name
        self.priority = priority
        self.takesIssues = takesIssues
        self.takesLetters = takesLetters
        self.limits = limits
    }
}
