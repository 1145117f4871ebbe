import Bounces

typealias Found = (verdict: ReturnedMail, event: Event)

/// Our own form: `{"event": "bounce", "class": "hard", "message_id": …, "sender": …, "email": …, "status": …, "text": …}`.
enum GenericForm {
    static func verdict(_ event: Event) -> Found? {
        let found = ReturnedMail.Attribution(messageID: event["message_id"].text, sender: event["sender"].text)
        let address = event["email"].text
        switch event["event"].text {
        case "bounce":
            // What does not say how final it is does no harm.
            let failure = event["class"].text.flatMap(ReturnedMail.FailureClass.init) ?? .soft
            return (
                .bounce(
                    address, class: failure, status: event["status"].text, words: event["text"].text ?? "", found),
                event
            )
        case "complaint": return (.complaint(address, .abuse, found), event)
        case "delivered": return (.delivered(address, found), event)
        default: return nil
        }
    }
}

/// https://postmarkapp.com/developer/webhooks/bounce-webhook: its ids are Postmark's own, so that the returned message in
/// `Content` tells whose it was.
enum PostmarkForm {
    private static let hard: Set = ["HardBounce", "BadEmailAddress"]
    private static let soft: Set = [
        "SoftBounce", "Blocked", "SpamNotification", "DnsError", "DMARCPolicy", "Unknown", "SMTPApiError",
    ]
    private static let delayed: Set = ["Transient"]

    static func verdict(_ event: Event) -> Found? {
        let found = ReturnedMail(Array((event["Content"].text ?? "").utf8)).attribution
        let address = event["Email"].text
        let type = event["Type"].text ?? ""
        if type == "SpamComplaint" { return (.complaint(address, .abuse, found), event) }
        guard event["RecordType"].text == "Bounce" else { return nil }
        let failure: ReturnedMail.FailureClass
        if hard.contains(type) {
            failure = .hard
        } else if soft.contains(type) {
            failure = .soft
        } else if delayed.contains(type) {
            failure = .delayed
        } else {
            return nil
        }
        return (.bounce(address, class: failure, status: nil, words: event["Details"].text ?? "", found), event)
    }
}

/// https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event: `smtp-id` is the Message-ID that we wrote.
enum SendGridForm {
    static func verdict(_ event: Event) -> Found? {
        let found = ReturnedMail.Attribution(messageID: event["smtp-id"].text)
        let address = event["email"].text
        let words = event["reason"].text ?? event["response"].text ?? ""
        switch event["event"].text {
        case "bounce":
            let failure: ReturnedMail.FailureClass = event["type"].text == "blocked" ? .soft : .hard
            return (.bounce(address, class: failure, status: event["status"].text, words: words, found), event)
        case "deferred": return (.bounce(address, class: .delayed, status: nil, words: words, found), event)
        case "spamreport": return (.complaint(address, .abuse, found), event)
        case "delivered": return (.delivered(address, found), event)
        default: return nil
        }
    }
}

/// https://documentation.mailgun.com/docs/mailgun/user-manual/events: `message.headers.message-id` is the one that we wrote.
enum MailgunForm {
    static func verdict(_ event: Event) -> Found? {
        let found = ReturnedMail.Attribution(
            messageID: event["message"]["headers"]["message-id"].text, sender: event["envelope"]["sender"].text)
        let address = event["recipient"].text
        switch event["event"].text {
        case "failed":
            let status = event["delivery-status"]
            let words = [event["reason"].text, status["message"].text, status["description"].text].compactMap { $0 }
            // Mailgun goes on trying what failed for a time.
            let failure: ReturnedMail.FailureClass = event["severity"].text == "permanent" ? .hard : .delayed
            return (
                .bounce(
                    address, class: failure, status: status["enhanced-code"].text, words: words.joined(separator: " "),
                    found), event
            )
        case "complained": return (.complaint(address, .abuse, found), event)
        case "delivered": return (.delivered(address, found), event)
        default: return nil
        }
    }
}
