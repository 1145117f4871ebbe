import Bounces
import Mail
import Membership
import Signing

/// Finds out, by tokens alone, which delivery a message is about.
struct Attributor {
    let register: any ReturnRegister
    let keys: SecretKeys

    /// The envelope sender first, then what the returned message itself carries.
    func origin(of mail: ReturnedMail) throws -> ReturnOrigin? {
        let found = mail.attribution
        if let origin = try delivery(in: found.envelopeAddresses + [found.messageID].compactMap { $0 }) {
            return origin
        }
        guard let link = found.listUnsubscribe.flatMap(unsubscribeToken) else { return nil }
        return try register.origin(subscription: link.subscription)
    }

    /// Whose subscription a mail ends. The token of an unsubscribe link in the subject, as the mailto form writes it, is enough; a
    /// token of the message that is answered only where the words ask for it.
    func wishToLeave(in mail: ReturnedMail) throws -> ReturnOrigin? {
        if let link = mail.head.subject.flatMap(unsubscribeToken) {
            return try register.origin(subscription: link.subscription)
        }
        guard mail.kind == .unsubscribe else { return nil }
        return try delivery(in: mail.attribution.envelopeAddresses + mail.head.answers)
    }

    /// The first token that one of us signed decides, also where its delivery is gone.
    private func delivery(in texts: [String]) throws -> ReturnOrigin? {
        guard let token = texts.lazy.compactMap({ BounceToken.first(in: $0, keys: keys) }).first else { return nil }
        return try register.origin(delivery: token.delivery)
    }

    private func unsubscribeToken(in text: String) -> LinkToken? {
        text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")) }.lazy
            .compactMap { LinkToken.verify(String($0), purpose: .unsubscribe, keys: keys) }.first
    }
}
