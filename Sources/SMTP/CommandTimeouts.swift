import Newsletter

/// How long each answer may take: the minimum values of RFC 5321 §4.5.3.2 where it names one.
public struct CommandTimeouts: Sendable, Hashable {
    /// Resolving, connecting, and the handshake of implicit TLS.
    public var connect = Duration.seconds(30)
    /// §4.5.3.2.1
    public var greeting = Duration.seconds(300)
    /// EHLO, STARTTLS with its handshake, AUTH, RSET.
    public var command = Duration.seconds(300)
    /// §4.5.3.2.2
    public var mail = Duration.seconds(300)
    /// §4.5.3.2.3
    public var rcpt = Duration.seconds(300)
    /// §4.5.3.2.4: the 354 to DATA.
    public var data = Duration.seconds(120)
    /// §4.5.3.2.5: until the relay takes the next piece of the message.
    public var block = Duration.seconds(180)
    /// §4.5.3.2.6: the answer to the final dot. Giving up sooner sends messages twice.
    public var finalDot = Duration.seconds(600)
    /// A connection without work says QUIT after this time: the network between may have forgotten it.
    public var idle = Duration.seconds(60)
    public var quit = Duration.seconds(2)

    public init() {}

    /// One figure for all replies. The answer to the final dot gets twice as long, as in the RFC's own figures.
    public init(reply: Duration) {
        (greeting, command, mail, rcpt, data, block) = (reply, reply, reply, reply, reply, reply)
        finalDot = reply * 2
    }

    /// No wait of a connection that stands is shorter.
    var shortest: Duration { [command, mail, rcpt, data, block, finalDot, idle, quit].min() ?? quit }

    func limit(of stage: SMTPStage) -> Int {
        switch stage {
        case .connect: connect.milliseconds
        case .greeting: greeting.milliseconds
        case .ehlo, .starttls, .auth: command.milliseconds
        case .mail: mail.milliseconds
        case .rcpt: rcpt.milliseconds
        case .data: data.milliseconds
        case .message: finalDot.milliseconds
        }
    }
}

extension Duration {
    var milliseconds: Int { Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
