import Bounces
import Mail
import Membership
import Newsletter
import Signing

/// Takes what came back: one message at a time, each once.
///
/// Only a token of ours tells whom it is about: that of the envelope sender that the message came back to, else that of the
/// returned message's Message-ID or of its link to unsubscribe. Addresses in the text decide nothing.
public struct ReturnDesk: Sendable {
    let register: any ReturnRegister
    let registrar: Registrar
    let keys: SecretKeys
    let rules: BounceRules
    let forwarding: any Forwarding

    /// Sends people's words on to the list's owner.
    public protocol Forwarding: Sendable {
        /// Nil where there is no owner, or the message is the owner's own.
        func letter(forwarding message: [UInt8], by sender: EmailAddress?, subject: String?, now: Timestamp) throws
            -> Letter?
    }

    public init(
        register: any ReturnRegister, registrar: Registrar, keys: SecretKeys, rules: BounceRules,
        forwarding: any Forwarding
    ) {
        self.register = register
        self.registrar = registrar
        self.keys = keys
        self.rules = rules
        self.forwarding = forwarding
    }

    /// What became of one message.
    public struct Receipt: Sendable, Equatable {
        public let kind: ReturnedMail.Kind
        public let fate: ReturnFate
        /// What followed for the reader, where the message is in the log.
        public let effect: BounceEffect?
    }

    /// Takes one message as it came: RFC 5322 bytes, whatever they are. The same message a second time does nothing.
    public func take(_ message: [UInt8], now: Timestamp) throws -> Receipt {
        try take(ReturnedMail(message), MessageDigest(of: message), message, now)
    }

    /// Takes what a relay reports by other means than mail.
    /// - Parameter report: its bytes, by which it is known again, and which are kept if they cannot be attributed.
    public func take(_ verdict: ReturnedMail, report: [UInt8], now: Timestamp) throws -> Receipt {
        try take(verdict, MessageDigest(of: report), report, now)
    }

    /// What is kept of a message that nobody understands.
    private static let mostKept = 1 << 20

    private func take(_ mail: ReturnedMail, _ digest: MessageDigest, _ bytes: [UInt8], _ now: Timestamp) throws
        -> Receipt
    {
        try register.transaction {
            if try register.hasTaken(digest.bytes) { return Receipt(kind: mail.kind, fate: .duplicate, effect: nil) }
            let outcome = try settle(mail, bytes, now)
            let kept = outcome.doubt.map { why in
                TakenMail.Kept(
                    why: why, sender: mail.head.sender, subject: mail.head.subject,
                    bytes: Array(bytes.prefix(ReturnDesk.mostKept)))
            }
            let taken = try register.take(
                TakenMail(digest: digest.bytes, kind: mail.kind.rawValue, fate: outcome.fate, kept: kept), now: now)
            if let entry = outcome.entry { try register.log(entry, of: taken, now: now) }
            return Receipt(kind: mail.kind, fate: outcome.fate, effect: outcome.entry?.effect)
        }
    }

    // MARK: - What follows

    struct Outcome {
        var fate: ReturnFate
        var doubt: ReturnDoubt?
        var entry: ReturnEntry?

        static func kept(_ doubt: ReturnDoubt) -> Outcome { Outcome(fate: .kept, doubt: doubt) }
    }

    private func settle(_ mail: ReturnedMail, _ bytes: [UInt8], _ now: Timestamp) throws -> Outcome {
        let attribution = Attributor(register: register, keys: keys)
        switch mail.kind {
        case .bounce, .complaint, .delivered:
            guard let origin = try attribution.origin(of: mail) else { return unattributed(mail) }
            if origin.isErased { return Outcome(fate: .ignored) }
            return switch mail.kind {
            case .bounce: try bounced(mail, origin, now)
            case .complaint: try complained(mail, origin, now)
            default: try delivered(mail, origin)
            }
        case .autoreply, .unsubscribe, .none:
            if let origin = try attribution.wishToLeave(in: mail) { return try left(mail, origin, now) }
            if mail.kind == .autoreply { return Outcome(fate: .ignored) }
            return mail.kind == .unsubscribe ? try answered(mail, now) : try forwarded(mail, bytes, now)
        }
    }

    private func entry(
        _ mail: ReturnedMail, _ origin: ReturnOrigin, _ line: ReturnedMail.Recipient?, _ effect: BounceEffect
    ) -> ReturnEntry {
        ReturnEntry(
            kind: mail.kind.rawValue, origin: origin, failure: line?.failure?.rawValue, status: line?.status,
            reason: line?.reason, effect: effect)
    }

    /// News that counts nothing needs no admin.
    private func unattributed(_ mail: ReturnedMail) -> Outcome {
        let isNews =
            mail.kind == .delivered
            || !mail.recipients.isEmpty && mail.recipients.allSatisfy { $0.failure == .delayed }
        return isNews ? Outcome(fate: .ignored) : .kept(.unattributed)
    }

    private func bounced(_ mail: ReturnedMail, _ origin: ReturnOrigin, _ now: Timestamp) throws -> Outcome {
        // A report that names nobody says that this copy was not delivered, and no more.
        let line =
            ReturnDesk.line(about: origin.address, in: mail)
            ?? .init(
                address: origin.address.text, status: nil, failure: .soft, reason: BounceReason.unclassified.rawValue)
        let reason = line.reason.flatMap(BounceReason.init) ?? .unclassified
        var effect = BounceEffect.nothing
        if line.failure != .delayed {
            let weight = BounceWeight(reason, isHard: line.failure == .hard)
            effect = try register.strike(BounceStrike(weight: weight, reason: reason, rules: rules), origin, now: now)
        }
        return Outcome(fate: .recorded, entry: entry(mail, origin, line, effect))
    }

    /// What a report says of the address that we wrote to. The reader may have mail sent on: then the report names where it led.
    /// Where that is several addresses, the mildest word counts, since some of them got it.
    static func line(about address: EmailAddress, in mail: ReturnedMail) -> ReturnedMail.Recipient? {
        let own = mail.recipients.first { (try? EmailAddress($0.address))?.key == address.key }
        return own ?? mail.recipients.min { severity($0) < severity($1) }
    }

    private static func severity(_ line: ReturnedMail.Recipient) -> Int {
        switch line.failure {
        case nil: 0
        case .delayed: 1
        case .soft: 2
        case .hard: 3
        }
    }

    private func complained(_ mail: ReturnedMail, _ origin: ReturnOrigin, _ now: Timestamp) throws -> Outcome {
        try registrar.complain(origin.address, subscription: origin.subscription, now: now)
        return Outcome(
            fate: .complained, entry: entry(mail, origin, mail.recipients.first, .unsubscribed))
    }

    private func delivered(_ mail: ReturnedMail, _ origin: ReturnOrigin) throws -> Outcome {
        if let subscriber = origin.subscriber { try register.clearScore(subscriber: subscriber) }
        return Outcome(
            fate: .recorded, entry: entry(mail, origin, ReturnDesk.line(about: origin.address, in: mail), .cleared))
    }

    private func left(_ mail: ReturnedMail, _ origin: ReturnOrigin, _ now: Timestamp) throws -> Outcome {
        guard let subscription = origin.subscription, !origin.isErased else { return Outcome(fate: .ignored) }
        try registrar.unsubscribe(subscription: subscription, source: "mail", now: now)
        return Outcome(fate: .unsubscribed, entry: entry(mail, origin, nil, .unsubscribed))
    }

    /// A From field proves nothing: who wants to leave without a token gets their links, at the address that it names.
    private func answered(_ mail: ReturnedMail, _ now: Timestamp) throws -> Outcome {
        guard !mail.head.isAutomatic, let sender = mail.head.sender.flatMap({ try? EmailAddress($0) }) else {
            return .kept(.notUnderstood)
        }
        try registrar.mailLinks(to: sender, now: now)
        return Outcome(fate: .answered)
    }

    /// So many of people's mails go on to the owner in so many seconds: no flood here becomes one there.
    private static let forwardLimits: [(seconds: Int64, letters: Int)] = [(3_600, 30), (86_400, 200)]
    /// Longer ones stay here, whole.
    private static let longestForward = 1 << 20

    private func forwarded(_ mail: ReturnedMail, _ bytes: [UInt8], _ now: Timestamp) throws -> Outcome {
        if mail.head.isAutomatic { return .kept(.notUnderstood) }
        let sender = mail.head.sender.flatMap { try? EmailAddress($0) }
        let isAllowed = try ReturnDesk.forwardLimits.allSatisfy { limit in
            try register.lettersSent(.forward, since: now + -limit.seconds) < limit.letters
        }
        guard isAllowed, bytes.count <= ReturnDesk.longestForward else { return .kept(.tooMany) }
        guard
            let letter = try forwarding.letter(
                forwarding: bytes, by: sender, subject: mail.head.subject, now: now)
        else { return .kept(.noOwner) }
        try register.enqueue(letter, now: now)
        return Outcome(fate: .forwarded)
    }
}
