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

    struct Leaving: Encodable {
        var list, reason: String
        var words: String?
        var at: Timestamp
    }

    var person: SubscriberModel
    var deliveries: [Delivery]
    var systemMail: [SystemMail]
    /// Why they left, if they said.
    var leaving: [Leaving]
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
        leaving = data.leavings.map {
            Leaving(list: $0.list.text, reason: $0.reason.choice.rawValue, words: $0.reason.words, at: $0.at)
        }
        systemMail = data.systemMail.map {
            SystemMail(kind: $0.kind.rawValue, state: $0.state.rawValue, createdAt: $0.createdAt)
        }
    }
}
