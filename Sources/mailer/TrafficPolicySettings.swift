import Foundation
import Mail
import Outbox
import Settings

extension TrafficPolicy {
    /// What the settings say of traffic, for some of the relays.
    init(_ settings: MailerSettings, relays: [RelaySettings]) {
        self.init(
            relays: relays.map { relay in
                RelayRules(
                    name: relay.name, priority: relay.priority, takesIssues: relay.kind != .systemMail,
                    takesLetters: relay.kind != .issues, limits: Limits(relay.limits))
            })
        limits = Limits(settings.limits.all)
        letterLimits = Limits(settings.limits.systemMail)
        domains = settings.limits.domains.map { DomainRules(domains: $0.domains, limits: Limits($0.limits)) }
        otherDomains = Limits(settings.limits.otherDomains)
        warmUp = settings.limits.warmUp.map(WarmUp.init)
        let hours = settings.hours
        if hours.isRestricted {
            window = SendingWindow(
                hours: hours.hours.map { SendingWindow.Hours(from: $0.from, to: $0.to) },
                weekdays: Set(hours.weekdays), words: hours.words)
        }
        if let zone = TimeZone(identifier: hours.timeZone), hours.timeZone != "UTC" {
            calendar = SendingCalendar { now in
                Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(now.seconds))))
            }
        }
    }
}

extension Limits {
    init(_ settings: LimitSettings) {
        self.init(
            perSecond: settings.perSecond, perHour: settings.perHour, perDay: settings.perDay,
            connections: settings.connections)
    }
}

extension WarmUp {
    fileprivate init(_ settings: WarmUpSettings) {
        switch settings.plan {
        case .steps(let steps): self.init(firstDay: settings.firstDay, steps: steps)
        case .growth(let first, let factor, let until):
            self.init(firstDay: settings.firstDay, first: first, factor: factor, until: until)
        }
    }
}
