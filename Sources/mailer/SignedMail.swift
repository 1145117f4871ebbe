import Mail
import Outbox
import Settings
import Signing

/// Signs each message as it goes out, so that a retry has the time of its own attempt.
final class SignedMail: MessageSource {
    private let source: any MessageSource
    private let signer: DKIMSigner

    init(_ source: any MessageSource, signatories: [DKIMSignatory]) throws {
        self.source = source
        signer = try DKIMSigner(signatories)
    }

    func message(for claim: Claim) throws -> OutgoingMessage {
        let message = try source.message(for: claim)
        return OutgoingMessage(
            delivery: message.delivery, sender: message.sender, recipient: message.recipient,
            needsSMTPUTF8: message.needsSMTPUTF8, bytes: try signer.sign(message.bytes, at: Session.now()))
    }
}

extension MailerSettings {
    /// The keys of the setting `dkim`, in its order.
    func signatories() throws -> [DKIMSignatory] {
        try dkim.map { setting in
            do {
                return DKIMSignatory(
                    domain: setting.domain, selector: setting.selector, key: try DKIMKey(pem: setting.key.reveal()))
            } catch {
                throw Failure(.config, "the DKIM key \(setting.key.path) \(error)")
            }
        }
    }
}
