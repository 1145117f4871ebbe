import Mail
import Newsletter
import Testing

/// What real servers say, as they say it but for names and addresses, and what it means for the reader and for us.
@Suite struct VerdictTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let from: String
        let stage: SMTPStage
        let line: String
        let verdict: Verdict

        init(_ from: String, _ stage: SMTPStage, _ line: String, _ verdict: Verdict) {
            (self.from, self.stage, self.line, self.verdict) = (from, stage, line, verdict)
        }

        var testDescription: String { "\(from), \(stage): \(line)" }

        /// The line as a client reads it: a code, a status where there is one, the words.
        var reply: SMTPReply? {
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard let code = Int(words[0]) else { return nil }
            guard words.count > 1, let status = EnhancedStatus(words[1]) else {
                return SMTPReply(code: code, text: words.dropFirst().joined(separator: " "))
            }
            return SMTPReply(code: code, enhanced: status, text: words.dropFirst(2).joined(separator: " "))
        }
    }

    // swift-format-ignore
    static let replies = [
        // The reader's address or mailbox.
        Case("Gmail", .rcpt, "550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos", .failed),
        Case("Gmail", .rcpt, "550 5.2.1 The email account that you tried to reach is disabled.", .failed),
        Case("Gmail", .rcpt, "552 5.2.2 The email account that you tried to reach is over quota.", .failed),
        Case("Outlook", .rcpt, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", .failed),
        Case("Outlook", .rcpt, "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", .failed),
        Case("Outlook", .rcpt, "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).", .failed),
        Case("Exchange", .rcpt, "550 5.7.1 RESOLVER.RST.AuthRequired; authentication required", .failed),
        Case("Exchange", .rcpt, "550 5.7.193 UnifiedGroupAgent; Delivery failed because the sender isn't a group member", .failed),
        Case("Yahoo", .message, "554 delivery error: dd This user doesn't have a yahoo.com account (reader@yahoo.com) [0] - mta4", .failed),
        Case("Yandex", .rcpt, "550 5.7.1 No such user!", .failed),
        Case("iCloud", .rcpt, "550 5.1.1 <reader@icloud.com>: user lookup success but no user record found", .failed),
        Case("Postfix", .rcpt, "550 5.1.1 <reader@example.org>: Recipient address rejected: User unknown in local recipient table", .failed),
        Case("Postfix", .rcpt, "554 5.7.1 <reader@example.org>: Recipient address rejected: Access denied", .failed),
        Case("Postfix", .rcpt, "550 5.1.2 <reader@example.test>: Recipient address rejected: Domain not found", .failed),
        Case("Postfix", .rcpt, "556 5.1.10 <reader@example.test>: Recipient address rejected: Domain example.test does not accept mail (nullMX)", .failed),
        Case("Postfix", .rcpt, "501 5.1.3 Bad recipient address syntax", .failed),
        Case("Postfix", .mail, "550 5.6.7 SMTPUTF8 is required, but was not offered by host mx.example.org", .failed),
        Case("Exim", .rcpt, "550 Unrouteable address", .failed),
        Case("Exim", .rcpt, "550 No Such User Here", .failed),
        Case("Exim", .rcpt, "501 <reader..name@example.org>: malformed address: .name may not follow <reader.", .failed),
        Case("Exim", .rcpt, "550 <marbella@example.org>: there is nobody here like that", .failed),
        Case("qmail", .rcpt, "550 sorry, no mailbox here by that name (#5.1.1)", .failed),
        Case("Sendmail", .rcpt, "550 5.1.1 <reader@example.org>... User unknown", .failed),

        // Us, or what we send: the issue must stop.
        Case("Gmail", .mail, "530 5.7.0 Authentication Required. For more information, go to the help page", .ours),
        Case("Gmail", .mail, "530 5.7.0 Must issue a STARTTLS command first.", .ours),
        Case("Gmail", .message, "550 5.7.26 This mail has been blocked because the sender is unauthenticated.", .ours),
        Case("Gmail", .message, "550 5.7.1 [192.0.2.1] Our system has detected that this message is likely unsolicited mail.", .ours),
        Case("Gmail", .message, "552 5.7.0 This message was blocked because its content presents a potential security issue.", .ours),
        Case("Gmail", .message, "552 5.3.4 Your message exceeded Google's message size limits.", .ours),
        Case("Gmail", .message, "550 5.4.5 Daily user sending limit exceeded.", .ours),
        Case("Outlook", .mail, "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Part of their network is on our block list (S3150).", .ours),
        Case("Outlook", .rcpt, "550 5.7.606 Access denied, banned sending IP [192.0.2.1].", .ours),
        Case("Outlook", .message, "550 5.7.515 Access denied, sending domain example.org doesn't meet the required authentication level.", .ours),
        Case("Yahoo", .message, "554 5.7.9 Message not accepted for policy reasons. See the postmaster page", .ours),
        Case("Yahoo", .mail, "553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.", .ours),
        Case("GMX", .message, "554 Transaction failed Reject due to policy restrictions.", .ours),
        Case("Postfix", .rcpt, "554 5.7.1 <reader@example.org>: Relay access denied", .ours),
        Case("Postfix", .rcpt, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", .ours),
        Case("Postfix", .rcpt, "553 5.7.1 <news@example.org>: Sender address rejected: not owned by user news", .ours),
        Case("Postfix", .rcpt, "550 5.1.8 <news@example.test>: Sender address rejected: Domain not found", .ours),
        Case("Postfix", .rcpt, "550 5.1.0 <news@example.org>: Sender address rejected: User unknown in virtual mailbox table", .ours),
        Case("Postfix", .rcpt, "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", .ours),
        Case("Postfix", .rcpt, "550 5.7.23 <reader@example.org>: Recipient address rejected: Message rejected due to: SPF fail - not authorized", .ours),
        Case("Postfix", .mail, "552 5.3.4 Message size exceeds fixed limit", .ours),
        Case("Postfix", .message, "521 5.5.2 mx.example.org Error: bare <LF> received", .ours),
        Case("Exim", .rcpt, "550 relay not permitted", .ours),
        Case("Exim", .rcpt, "550 Sender verify failed", .ours),
        Case("qmail", .rcpt, "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", .ours),
        Case("Sendmail", .rcpt, "550 5.7.1 <reader@example.org>... Relaying denied", .ours),
        Case("Amazon SES", .message, "554 Message rejected: Email address is not verified. The following identities failed the check", .ours),
        Case("SendGrid", .mail, "550 The from address does not match a verified Sender Identity.", .ours),
        Case("Proofpoint", .message, "550 5.7.1 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1", .ours),
        Case("Amavis", .message, "554 5.7.0 Reject, id=1234-01 - spam", .ours),
        Case("any", .rcpt, "500 unrecognized command", .ours),
        Case("any", .rcpt, "502 command not implemented", .ours),
        Case("any", .rcpt, "503 bad sequence of commands", .ours),
        Case("any", .rcpt, "504 command parameter not implemented", .ours),
        Case("any", .data, "554 no valid recipients", .ours),
        Case("any", .message, "550 Administrative prohibition", .ours),
        Case("any", .message, "550 maximum allowed line length is 998 octets, got 1200", .ours),
        Case("SES", .message, "550 5.7.0 Daily sending quota exceeded", .ours),
        Case("any", .message, "552 Too much mail data", .ours),
        Case("any", .rcpt, "550 Invalid HELO name", .ours),
        Case("Cisco", .rcpt, "550 Your access to this mail system has been rejected (#5.7.1)", .ours),
        Case("qmail", .rcpt, "553 sorry, your envelope sender domain must exist (#5.7.1)", .ours),

        // This reader's mailbox has a limit of its own.
        Case("Exchange", .message, "552 5.2.3 Message size exceeds the limit of this mailbox", .failed),

        // Later, this reader.
        Case("Gmail", .rcpt, "452 4.2.2 The email account that you tried to reach is over quota.", .deferred),
        Case("Gmail", .rcpt, "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages", .deferred),
        Case("Outlook", .rcpt, "451 4.7.500 Server busy. Please try again later from [192.0.2.1].", .deferred),
        Case("Postfix", .rcpt, "450 4.2.0 <reader@example.org>: Recipient address rejected: Greylisted", .deferred),
        Case("Postfix", .message, "451 4.3.0 Error: queue file write error", .deferred),
        Case("Exim", .rcpt, "451 Temporary local problem - please try later", .deferred),

        // Later, everything.
        Case("Gmail", .message, "421 4.7.0 [192.0.2.1] Our system has detected an unusual rate of unsolicited mail.", .relay),
        Case("Yahoo", .mail, "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume", .relay),
        Case("Outlook", .rcpt, "421 4.3.2 Service not available", .relay),
        Case("Postfix", .mail, "452 4.3.1 Insufficient system storage", .relay),
        Case("Postfix", .rcpt, "421 4.4.2 mx.example.org Error: timeout exceeded", .relay),
    ]

    @Test(
        arguments: [
            (
                .rcpt, "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents it",
                .rateLimited
            ),
            (.rcpt, "452 4.5.3 too many recipients", .rateLimited),
            (.rcpt, "551 5.7.1 User not local", .noSuchAddress),
            (.rcpt, "550 go away", .noSuchAddress), (.message, "550 go away", .content),
            (.message, "550 5.1.1 no such user", .noSuchAddress),
            (.message, "552 5.2.3 Message size exceeds the limit of this mailbox", .recipientRule),
        ] as [(SMTPStage, String, BounceReason)])
    func aReasonIsFoundByStatusWordsCodeAndStage(_ stage: SMTPStage, _ line: String, _ reason: BounceReason) throws {
        let reply = try #require(Case("", stage, line, .failed).reply)
        #expect(BounceReason(reply, at: stage) == reason)
    }

    @Test(arguments: replies) func aRefusalIsJudgedByWhatItSays(_ example: Case) throws {
        let reply = try #require(example.reply)
        #expect(Verdict(.refused(reply, at: example.stage)) == example.verdict)
    }

    @Test(
        arguments: [
            (SMTPStage.connect, nil, .relay), (.greeting, "421 mx.example.org busy", .relay),
            (.greeting, "554 5.7.1 No SMTP service for 192.0.2.1", .ours), (.ehlo, "550 5.7.1 Helo rejected", .ours),
            (.starttls, "454 4.7.0 TLS not available due to local problem", .relay), (.starttls, nil, .relay),
            (.auth, "535 5.7.8 Username and Password not accepted", .ours),
            (.auth, "454 4.7.0 Temporary authentication failure", .relay), (.mail, nil, .relay),
        ] as [(SMTPStage, String?, Verdict)])
    func aFailedConnectionBlamesNoReader(_ stage: SMTPStage, _ line: String?, _ verdict: Verdict) {
        let reply = line.flatMap { Case("", stage, $0, verdict).reply }
        let failure = ConnectionFailure(stage: stage, reply: reply, reason: "the relay is away")
        #expect(Verdict(failure) == verdict)
        #expect(Verdict(.notSent(failure)) == verdict)
        #expect(Verdict(.unknown(failure)) == .uncertain, "after the final dot nobody knows")
    }

    @Test func aPositiveReplyIsSent() {
        #expect(Verdict(.sent(SMTPReply(code: 250, text: "queued as 4711"))) == .sent)
    }
}
