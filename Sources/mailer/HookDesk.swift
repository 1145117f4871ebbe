import Foundation
import HTTP
import Hooks
import Mail
import Returns
import Settings
import Signing
import Web

/// What comes in by the settings' hooks takes effect as mail that came back does.
struct HookDesk: HookReceiver {
    private let hooks: [Hook]
    private let returns: ReturnDesk

    /// Reads the secrets once.
    init(_ settings: [HookSettings], _ returns: ReturnDesk) throws {
        hooks = try settings.map(Hook.init)
        self.returns = returns
    }

    func receive(_ request: HTTPRequest, provider: String, key: String, now: Timestamp) throws -> Int? {
        guard let hook = hooks.first(where: { $0.provider.rawValue == provider }), hook.isOpened(by: key) else {
            return nil
        }
        do {
            switch try hook.read(request.body, field: { request.header($0) }, now: now) {
            case .reports(let reports):
                for report in reports { _ = try returns.take(report.verdict, report: report.bytes, now: now) }
            case .confirmation(let url):
                Console.complain("Amazon SNS asks whether it may report; if you set it up, open \(url)")
            }
            return 200
        } catch let refusal as Hook.Refusal {
            Console.complain("a report of \(provider) is refused: \(refusal.words)")
            return refusal == .forged ? 403 : 400
        }
    }
}

extension Hook.Refusal {
    fileprivate var words: String {
        switch self {
        case .forged: "its signature is not by the key in the settings, or it is old; is this machine's clock right?"
        case .malformed: "it has not the provider's form"
        }
    }
}

extension Hook {
    fileprivate init(_ settings: HookSettings) throws {
        let provider: HookProvider =
            switch settings.provider {
            case .generic: .generic
            case .postmark: .postmark
            case .sendgrid: .sendgrid
            case .mailgun: .mailgun
            case .ses: .ses
            }
        var proof = Proof.none
        if let text = settings.publicKey {
            guard let key = VerificationKey(base64: text) else {
                throw Failure(
                    .config, "bounces.hooks: public_key is no public key; copy it from SendGrid's page of the webhook")
            }
            proof = .publicKey(key)
        }
        if let file = settings.certificate {
            let bytes = FileManager.default.contents(atPath: file).map { [UInt8]($0) } ?? []
            guard let key = VerificationKey(certificate: bytes) else {
                throw Failure(.config, "\(file) holds no certificate in PEM; docs/bounces.md says where Amazon has it")
            }
            proof = .publicKey(key)
        }
        if let source = settings.signingKey { proof = .shared(SharedSecret(try source.read().reveal())) }
        self.init(provider, key: SharedSecret(try settings.key.read().reveal()), proof: proof)
    }
}
