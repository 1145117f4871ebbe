import Mail
import Outbox
import Settings
import Signing

/// Signs each message as it goes out, so that a retry has the time of its own attempt. All processors sign.
final class SignedMail: MessageSource {
    private let source: any MessageSource
    private let signing: SigningTable?

    init(_ source: any MessageSource, signatories: [DKIMSignatory]) throws {
        self.source = source
        signing = signatories.isEmpty ? nil : try SigningTable(signatories)
    }

    deinit { signing?.close() }

    var takesLong: Bool { signing != nil }

    func message(for claim: Claim) throws -> OutgoingMessage {
        try messages(for: [claim])[0].get()
    }

    func messages(for claims: [Claim]) -> [Result<OutgoingMessage, any Error>] {
        let messages = source.messages(for: claims)
        return signing?.sign(messages, at: Session.now()) ?? messages
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
