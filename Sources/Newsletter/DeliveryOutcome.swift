import Mail

/// Where in the dialogue with the relay something happened.
public enum SMTPStage: String, Sendable, CaseIterable {
    case connect, greeting, ehlo, starttls, auth, mail, rcpt, data
    /// The message's bytes and the final dot.
    case message
}

/// What is wrong between us and the relay: nobody's mailbox is to blame.
public struct ConnectionFailure: Error, Sendable, Hashable {
    public let stage: SMTPStage
    /// The relay's own words, where it had any.
    public let reply: SMTPReply?
    /// One clear sentence for the admin, without addresses and secrets.
    public let reason: String

    public init(stage: SMTPStage, reply: SMTPReply? = nil, reason: String) {
        self.stage = stage
        self.reply = reply
        self.reason = reason
    }
}

/// What became of one message that was handed to the relay. A refusal is an outcome, not an error.
public enum DeliveryOutcome: Sendable, Hashable {
    /// 2yz after the final dot: the relay has taken the responsibility (RFC 5321 §4.2.5).
    case sent(SMTPReply)
    /// 4yz or 5yz to MAIL, RCPT, DATA or the final dot.
    case refused(SMTPReply, at: SMTPStage)
    /// The connection failed before the final dot went out: nothing was delivered.
    case notSent(ConnectionFailure)
    /// It failed after the final dot and before the reply: the message may have been delivered.
    case unknown(ConnectionFailure)
}
