import Bounces
import Mail
import Newsletter

extension ReturnedMail {
    /// A bounce of one address, as a provider tells of it.
    /// - Parameters:
    ///   - isFinal: the provider gave up for good; else it still tries, or the address may live.
    ///   - words: what the receiving server or the provider said.
    static func bounce(
        _ address: String?, class failure: FailureClass, status: String?, words: String, _ attribution: Attribution
    ) -> ReturnedMail {
        let status = status.flatMap { EnhancedStatus($0[...]) }
        let reason = BounceReason(code: nil, status: status, text: words)
        // As everywhere: what speaks of anything but the address leaves it alive.
        let isOfAddress = reason.isAboutAddress || reason == .unclassified
        let failure = failure == .hard && !isOfAddress ? .soft : failure
        return ReturnedMail(
            kind: .bounce,
            recipients: [.init(address: address ?? "", status: status, failure: failure, reason: reason.rawValue)],
            attribution: attribution)
    }

    static func complaint(_ address: String?, _ type: ComplaintType, _ attribution: Attribution) -> ReturnedMail {
        ReturnedMail(
            kind: .complaint,
            recipients: [.init(address: address ?? "", status: nil, failure: nil, reason: type.rawValue)],
            attribution: attribution)
    }

    static func delivered(_ address: String?, _ attribution: Attribution) -> ReturnedMail {
        ReturnedMail(
            kind: .delivered, recipients: [.init(address: address ?? "", status: nil, failure: nil, reason: nil)],
            attribution: attribution)
    }
}

extension ReturnedMail.Attribution {
    init(messageID: String?, sender: String? = nil, listUnsubscribe: String? = nil) {
        self.init()
        self.messageID = messageID
        self.listUnsubscribe = listUnsubscribe
        envelopeAddresses = sender.map { [$0] } ?? []
    }
}
