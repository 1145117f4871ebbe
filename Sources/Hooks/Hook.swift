import Bounces
import Foundation
import Mail
import Signing

/// One provider's way to report, with the secrets that it shares with us.
public struct Hook: Sendable {
    public let provider: HookProvider
    private let key: SharedSecret
    private let proof: Proof

    /// How a report proves that it is the provider's, beside knowing its address.
    public enum Proof: Sendable {
        /// Not at all: nobody else knows the address.
        case none
        /// SendGrid's ECDSA, Amazon's RSA.
        case publicKey(VerificationKey)
        /// Mailgun's HMAC.
        case shared(SharedSecret)
    }

    public enum Refusal: Error, Sendable, Equatable {
        /// It is not the provider's, or too old.
        case forged
        /// It has not the provider's form.
        case malformed
    }

    /// One event, and the bytes by which it is known again.
    public struct Report: Sendable, Equatable {
        public let verdict: ReturnedMail
        public let bytes: [UInt8]
    }

    /// What a request holds.
    public enum Content: Sendable, Equatable {
        /// The events that say something of a delivery.
        case reports([Report])
        /// Amazon wants to know whether it may report; an admin opens that address, or nobody does.
        case confirmation(url: String)
    }

    public init(_ provider: HookProvider, key: SharedSecret, proof: Proof) {
        self.provider = provider
        self.key = key
        self.proof = proof
    }

    public func isOpened(by key: String) -> Bool { self.key.matches(key) }

    /// - Parameter field: gives a header field by its name.
    public func read(_ body: [UInt8], field: (String) -> String?, now: Timestamp) throws(Refusal) -> Content {
        if provider == .sendgrid { try checkSendGrid(body, field: field, now: now) }
        guard let json = try? JSONSerialization.jsonObject(with: Data(body)) else { throw .malformed }
        let root = Event(json)
        switch provider {
        case .generic: return .reports(root.items.compactMap(GenericForm.verdict).map(report))
        case .postmark: return .reports(root.items.compactMap(PostmarkForm.verdict).map(report))
        case .sendgrid: return .reports(root.items.compactMap(SendGridForm.verdict).map(report))
        case .mailgun:
            try checkMailgun(root["signature"], now: now)
            let event = root["event-data"]
            return .reports([event].compactMap(MailgunForm.verdict).map(report))
        case .ses:
            guard case .publicKey(let key) = proof else { throw .forged }
            return try AmazonForm.read(root, key, report: report)
        }
    }

    private func report(_ found: (verdict: ReturnedMail, event: Event)) -> Report {
        Report(verdict: found.verdict, bytes: Array("\(provider.rawValue)\n".utf8) + found.event.canonical)
    }

    /// Seconds by which clocks may differ, and a report may be late: an old one that somebody kept proves nothing.
    private static let freshness: Int64 = 600

    private static func isFresh(_ seconds: String, _ now: Timestamp) -> Bool {
        guard let time = Int64(seconds) else { return false }
        let (difference, isAbsurd) = now.seconds.subtractingReportingOverflow(time)
        return !isAbsurd && difference.magnitude <= freshness
    }

    /// The time and the body, signed (Signed Event Webhook).
    private func checkSendGrid(_ body: [UInt8], field: (String) -> String?, now: Timestamp) throws(Refusal) {
        guard case .publicKey(let key) = proof,
            let signature = field("X-Twilio-Email-Event-Webhook-Signature"),
            let time = field("X-Twilio-Email-Event-Webhook-Timestamp"), Self.isFresh(time, now),
            key.verifies(Array(time.utf8) + body, signature: signature, .sha256)
        else { throw .forged }
    }

    /// The time and a word that comes once. That a report counts once is seen to by its content.
    private func checkMailgun(_ signature: Event, now: Timestamp) throws(Refusal) {
        guard case .shared(let secret) = proof, let time = signature["timestamp"].text,
            let token = signature["token"].text, let digits = signature["signature"].text, Self.isFresh(time, now),
            secret.authenticates(time + token, hexadecimal: digits)
        else { throw .forged }
    }
}
