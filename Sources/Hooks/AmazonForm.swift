import Bounces
import Signing

/// Amazon SES reports to a topic of SNS, and that sends us its messages, signed.
/// https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
enum AmazonForm {
    static func read(_ message: Event, _ key: VerificationKey, report: (Found) -> Hook.Report) throws(Hook.Refusal)
        -> Hook.Content
    {
        guard let type = message["Type"].text else { throw .malformed }
        guard let signature = message["Signature"].text, let signed = signedText(message, type),
            let digest = digests[message["SignatureVersion"].text ?? ""],
            key.verifies(Array(signed.utf8), signature: signature, digest)
        else { throw .forged }
        guard type == "Notification" else {
            guard type == "SubscriptionConfirmation", let url = message["SubscribeURL"].text, isAmazons(url) else {
                return .reports([])
            }
            return .confirmation(url: url)
        }
        return .reports([message["Message"].parsed].compactMap(verdict).map(report))
    }

    private static let digests: [String: VerificationKey.Digest] = ["1": .sha1, "2": .sha256]

    /// https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
    private static func signedText(_ message: Event, _ type: String) -> String? {
        let names: [String]
        switch type {
        case "Notification": names = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
        case "SubscriptionConfirmation", "UnsubscribeConfirmation":
            names = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
        default: return nil
        }
        var text = ""
        for name in names {
            guard let value = message[name].text else {
                if name == "Subject" { continue }
                return nil
            }
            text += name + "\n" + value + "\n"
        }
        return text
    }

    /// An address of SNS itself: `https://sns.REGION.amazonaws.com/…`.
    static func isAmazons(_ url: String) -> Bool {
        url.wholeMatch(of: /https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/[!-~]*/) != nil
    }

    private static func verdict(_ event: Event) -> Found? {
        let mail = event["mail"]
        func header(_ name: String) -> String? {
            mail["headers"].items.first { $0["name"].text?.lowercased() == name }?["value"].text
        }
        // The envelope sender and the fields are ours as we wrote them; `mail.messageId` is Amazon's.
        let link = header("list-unsubscribe")?.split(separator: "<").lazy
            .compactMap { $0.split(separator: ">").first }.first { $0.hasPrefix("http") }
        let found = ReturnedMail.Attribution(
            messageID: header("message-id"), sender: mail["source"].text, listUnsubscribe: link.map(String.init))
        switch event["notificationType"].text ?? event["eventType"].text {
        case "Bounce":
            let bounce = event["bounce"]
            let failure: ReturnedMail.FailureClass = bounce["bounceType"].text == "Permanent" ? .hard : .soft
            var verdict: ReturnedMail?
            for recipient in bounce["bouncedRecipients"].items {
                let words = recipient["diagnosticCode"].text ?? bounce["bounceSubType"].text ?? ""
                let next = ReturnedMail.bounce(
                    recipient["emailAddress"].text, class: failure, status: recipient["status"].text, words: words,
                    found)
                if verdict == nil { verdict = next } else { verdict?.recipients += next.recipients }
            }
            return verdict.map { ($0, event) }
        case "Complaint":
            let complaint = event["complaint"]
            // A reader who takes a mail out of their spam folder complains of nothing.
            guard complaint["complaintFeedbackType"].text != "not-spam" else { return nil }
            let address = complaint["complainedRecipients"].items.first?["emailAddress"].text
            return (.complaint(address, .abuse, found), event)
        case "Delivery": return (.delivered(nil, found), event)
        default: return nil
        }
    }
}
