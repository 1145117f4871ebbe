import Newsletter
import YAML

/// Where mail comes back to, and what follows from it.
public struct BounceSettings: Sendable {
    /// Nil: to the sender of the issue.
    public let address: BounceAddress?
    public let rules: BounceRules
    /// What `bounce fetch` reads.
    public let mailboxes: [MailboxSettings]
    /// What relays report to.
    public let hooks: [HookSettings]
    /// Seconds between two looks of `bounce fetch --watch`.
    public let poll: Int64

    init(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) {
        guard let node else {
            address = nil
            rules = BounceRules()
            (mailboxes, hooks, poll) = ([], [], 300)
            return
        }
        var mapping = try YAMLMapping(node)
        address = try Self.address(&mapping)
        rules = try Self.rules(&mapping)
        mailboxes = try MailboxSettings.list(mapping.node("mailboxes"), &reader)
        hooks = try HookSettings.list(mapping.node("hooks"), &reader)
        poll = try mapping.optional("poll", as: SettingsDuration.self)?.seconds ?? 300
        try reader.finish(mapping, section: "bounces")
    }

    private static func rules(_ mapping: inout YAMLMapping) throws(YAMLError) -> BounceRules {
        var rules = BounceRules()
        rules.limit = try mapping.optional("limit", in: 1...1_000) ?? rules.limit
        rules.span = try mapping.optional("span", as: SettingsDuration.self)?.seconds ?? rules.span
        rules.halfLife = try mapping.optional("half_life", as: SettingsDuration.self)?.seconds ?? rules.halfLife
        rules.arrivedAfter =
            try mapping.optional("arrived_after", as: SettingsDuration.self)?.seconds ?? rules.arrivedAfter
        rules.probes = try mapping.optional("probe", as: Bool.self) ?? rules.probes
        return rules
    }

    private static func address(_ mapping: inout YAMLMapping) throws(YAMLError) -> BounceAddress? {
        let address = try mapping.optional("address", as: BounceAddress.self)
        let domain = try mapping.optional("domain", as: BounceDomain.self)?.address
        if address != nil, domain != nil {
            throw mapping.error(
                at: "domain", "\"address\" and \"domain\" stand there both", mend: "keep one of the two")
        }
        return address ?? domain
    }
}

private struct BounceDomain: SettingsValue {
    let address: BounceAddress

    init(_ text: String) throws(InvalidValue) {
        address = try BounceAddress(domain: text)
    }
}
