import Mail
import Membership
import Newsletter

/// All that is kept of a person, with the consent record.
struct SubscriberModel: Encodable {
    struct Consent: Encodable {
        var at: Timestamp
        var event, source: String
        var network, wording: String?
        var wordingVersion: Int64?
    }
    struct Subscription: Encodable {
        var list, state: String
        var changedAt: Timestamp
        var pausedUntil: Timestamp?
        var consent: [Consent]
    }
    var email: String
    var name, language: String?
    var attributes: [String: String]
    var suppressed: Bool
    var suspendedAt: Timestamp?
    /// What the last bounce said, and the score that bounces add up to now.
    var suspendedFor: String?
    var bounceScore: Double
    var createdAt: Timestamp
    var subscriptions: [Subscription]

    /// - Parameter bounceScore: nil where there was no bounce that still counts.
    init(_ detail: SubscriberDetail, suspension: Suspension? = nil, bounceScore: Double? = nil) {
        email = detail.address.text
        name = detail.name
        language = detail.language
        attributes = detail.attributes
        suppressed = detail.suppressed
        suspendedAt = detail.suspendedAt
        suspendedFor = suspension?.reason?.rawValue
        self.bounceScore = ((bounceScore ?? 0) * 100).rounded() / 100
        createdAt = detail.createdAt
        subscriptions = detail.subscriptions.map { subscription in
            Subscription(
                list: subscription.list.text, state: subscription.state.rawValue,
                changedAt: subscription.changedAt, pausedUntil: subscription.pausedUntil,
                consent: subscription.consent.map {
                    Consent(
                        at: $0.at, event: $0.event.rawValue, source: $0.source, network: $0.network,
                        wording: $0.wording, wordingVersion: $0.wordingVersion)
                })
        }
    }

    var lines: String {
        var rows = [["email", email], ["name", name ?? "(none)"], ["language", language ?? "(none)"]]
        rows += attributes.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
        rows.append(["known since", createdAt.rfc3339])
        if suppressed { rows.append(["suppressed", "yes"]) }
        if let suspendedAt {
            rows.append(["suspended", "since \(suspendedAt.rfc3339)\(suspendedFor.map { ", \($0)" } ?? "")"])
        }
        if bounceScore > 0 { rows.append(["bounce score", "\(bounceScore)"]) }
        for subscription in subscriptions {
            rows.append([subscription.list, "\(subscription.state) since \(subscription.changedAt.rfc3339)"])
            if let until = subscription.pausedUntil { rows.append(["", "paused until \(until.rfc3339)"]) }
            rows += subscription.consent.map { entry in
                let details = [
                    entry.source, entry.network,
                    entry.wording.map { "\"\($0)\" (version \(entry.wordingVersion ?? 0))" },
                ].compactMap { $0 }
                return ["", "\(entry.at.rfc3339) \(entry.event): \(details.joined(separator: ", "))"]
            }
        }
        return rows.columns()
    }
}
