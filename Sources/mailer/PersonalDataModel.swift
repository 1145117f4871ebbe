import Mail
import Membership
import Newsletter

/// The answer to a data request, as JSON.
struct PersonalDataModel: Encodable {
    struct Delivery: Encodable {
        var list, issue, subject, state: String
        var changedAt: Timestamp
        var replies: [String]
    }
    struct SystemMail: Encodable {
        var kind, state: String
        var createdAt: Timestamp
    }

    var person: SubscriberModel
    var deliveries: [Delivery]
    var systemMail: [SystemMail]
    /// Asked for, and not confirmed yet.
    var newAddress: String?

    init(_ data: PersonalData) {
        person = SubscriberModel(data.detail)
        newAddress = data.newAddress?.text
        deliveries = data.deliveries.map {
            Delivery(
                list: $0.list.text, issue: $0.issue.text, subject: $0.subject, state: $0.state.rawValue,
                changedAt: $0.changedAt, replies: $0.replies)
        }
        systemMail = data.systemMail.map {
            SystemMail(kind: $0.kind.rawValue, state: $0.state.rawValue, createdAt: $0.createdAt)
        }
    }
}
