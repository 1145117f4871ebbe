import Mail

/// Why mail was refused or came back. The names are stable: reports and other tools know them.
public enum BounceReason: String, Sendable, CaseIterable {
    /// The domain takes mail, but not for this address.
    case noSuchAddress = "no-such-address"
    case noSuchDomain = "no-such-domain"
    /// The mailbox is there, switched off or abandoned.
    case mailboxDisabled = "mailbox-disabled"
    case mailboxFull = "mailbox-full"
    /// "Come back later", as a test for those who never do.
    case greylisted
    /// Too much at once, for this recipient or from us.
    case rateLimited = "rate-limited"
    /// Who we are: reputation, block lists, SPF, DKIM, DMARC, or a rule of the receiver.
    case policy
    /// The mailbox's owner, or a rule for it alone, doesn't take this mail: closed groups, blocked senders.
    case recipientRule = "recipient-rule"
    /// What we sent was taken for spam, a virus or bad form.
    case content
    case tooLarge = "too-large"
    /// The relay tried for days.
    case expired
    /// The receiver's machinery or the network on the way.
    case system
    /// Relaying denied, AUTH, protocol: between our relay and us.
    case ourFault = "our-fault"
    case unclassified

    /// Whether a permanent refusal for this reason says that the address is dead: nobody will read there again.
    public var isAboutAddress: Bool { [.noSuchAddress, .noSuchDomain, .mailboxDisabled].contains(self) }

    /// Whether it speaks of us or of what we sent, so that no reader may be blamed.
    public var isAboutUs: Bool { [.policy, .content, .tooLarge, .rateLimited, .ourFault].contains(self) }

    /// Reads a reply, or what a delivery status notification quotes of one: the enhanced status decides where it is
    /// specific, then the words, then the code.
    /// - Parameters:
    ///   - code: the reply code, when there is one.
    ///   - text: the reply's words without code and status.
    ///   - stage: where in the dialogue it was said; nil for what came back later.
    public init(code: Int?, status: EnhancedStatus?, text: String, at stage: SMTPStage? = nil) {
        let words = text.lowercased()
        let status = status ?? BounceReason.status(within: words)
        if let status, let reason = ReplyTable.specific(status) {
            self = reason
        } else if let reason = ReplyTable.phrases.first(where: { row in row.phrases.contains { words.contains($0) } })?
            .reason
        {
            self = reason
        } else if let status, let reason = ReplyTable.general(status) {
            self = reason
        } else if stage == .message, let code, (500..<600).contains(code) {
            // The recipient was taken at RCPT: what is refused now is the message.
            self = .content
        } else {
            self = code.flatMap { ReplyTable.codes[$0] } ?? .unclassified
        }
    }

    public init(_ reply: SMTPReply, at stage: SMTPStage) {
        self.init(code: reply.code, status: reply.enhanced, text: reply.text, at: stage)
    }

    /// qmail and some appliances write the status behind the words: `(#5.7.1)`.
    private static func status(within words: String) -> EnhancedStatus? {
        guard let mark = words.firstIndex(of: "#") else { return nil }
        return EnhancedStatus(words[words.index(after: mark)...].prefix { $0.isNumber || $0 == "." })
    }
}
