import YAML

/// How much may go some way. Nil: no limit.
public struct LimitSettings: Sendable, Hashable {
    public var perSecond: Int?
    public var perHour: Int?
    public var perDay: Int?
    /// Messages under way at once.
    public var connections: Int?

    init() {}

    /// Takes the keys of limits out of a mapping that may have others.
    init(_ mapping: inout YAMLMapping, hasConnections: Bool = true) throws(YAMLError) {
        perSecond = try mapping.optional("per_second", in: 1...1_000_000)
        perHour = try mapping.optional("per_hour", in: 1...1_000_000_000)
        perDay = try mapping.optional("per_day", in: 1...1_000_000_000)
        if hasConnections { connections = try mapping.optional("connections", in: 1...1_000_000) }
    }

    init(_ node: YAMLNode?, section: String, _ reader: inout SettingsReader) throws(YAMLError) {
        self.init()
        guard let node else { return }
        var mapping = try YAMLMapping(node)
        self = try LimitSettings(&mapping)
        try reader.finish(mapping, section: section)
    }
}

/// The limits that are not of a single relay.
public struct TrafficSettings: Sendable {
    /// Of all issues together.
    public let all: LimitSettings
    public let systemMail: LimitSettings
    public let domains: [DomainLimitSettings]
    /// Of each domain that `domains` does not name.
    public let otherDomains: LimitSettings
    public let warmUp: WarmUpSettings?

    init(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) {
        guard let node else {
            (all, systemMail, domains, otherDomains, warmUp) = (
                LimitSettings(), LimitSettings(), [], LimitSettings(), nil
            )
            return
        }
        var mapping = try YAMLMapping(node)
        all = try LimitSettings(&mapping)
        domains = try DomainLimitSettings.list(mapping.node("domains"), &reader)
        otherDomains = try LimitSettings(mapping.node("other_domains"), section: "limits.other_domains", &reader)
        systemMail = try LimitSettings(mapping.node("system_mail"), section: "limits.system_mail", &reader)
        warmUp = try mapping.node("warm_up").map { node throws(YAMLError) in try WarmUpSettings(node, &reader) }
        try reader.finish(mapping, section: "limits")
    }
}

/// What may go to some domains together.
public struct DomainLimitSettings: Sendable, Hashable {
    /// In lower case, as A-labels.
    public let domains: [String]
    public let limits: LimitSettings

    static func list(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) -> [DomainLimitSettings] {
        guard let node else { return [] }
        guard case .sequence(let items) = node.content else {
            throw node.mismatch(wanted: "a list", mend: "start each entry with \"- names: [example.org]\"")
        }
        var groups: [DomainLimitSettings] = []
        for item in items {
            let group = try DomainLimitSettings(item, &reader)
            if let twice = group.domains.first(where: { domain in groups.contains { $0.domains.contains(domain) } }) {
                throw item.error("the domain \"\(twice)\" has limits already", mend: "name it in one entry only")
            }
            groups.append(group)
        }
        return groups
    }

    private init(_ node: YAMLNode, _ reader: inout SettingsReader) throws(YAMLError) {
        var mapping = try YAMLMapping(node)
        let names = try mapping.requiredNode("names", example: "names: [gmail.com, googlemail.com]")
        var domains: [String] = []
        for text in try [String](yaml: names) {
            do {
                domains.append(try RecipientDomain(text).ascii)
            } catch {
                throw names.error("\"names\" \(error.message)", mend: error.mend)
            }
        }
        if domains.isEmpty {
            throw names.error("\"names\" is empty", mend: "name a domain")
        }
        self.domains = domains
        limits = try LimitSettings(&mapping)
        try reader.finish(mapping, section: "limits.domains")
    }
}
