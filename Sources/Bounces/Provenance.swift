/// Who sent a message, as far as its header tells: a mail system, a machine, or somebody.
struct Provenance {
    /// From a mail system, by its name.
    let isMailSystem: Bool
    /// No reverse path: reports must have none (RFC 5321 §4.5.5), and people's mail has one.
    let hasNullSender: Bool
    /// A reverse path like anybody's.
    let hasOwnSender: Bool
    /// Its subject is that of a report.
    let hasReportSubject: Bool
    /// Someone answers or passes on.
    let isAnswerOrForward: Bool
    /// Written with a program for people.
    let isFromMailProgram: Bool
    /// Sent to many.
    let isListMail: Bool
    let subject: Folded

    init(_ header: HeaderFields) {
        let from = Folded([header["from"], header["sender"]].compactMap { $0 }.joined(separator: " "))
        let sender = header["return-path"]?.trimmed
        hasNullSender = sender.map { $0 == "<>" || $0.isEmpty } ?? false
        isMailSystem =
            from.contains(Self.mailSystems) || from.text == "<>"
            || Folded(sender ?? "").contains(["mailer-daemon", "postmaster@"])
        hasOwnSender = sender != nil && !hasNullSender && !isMailSystem
        subject = Folded(header["subject"] ?? "")
        isAnswerOrForward = subject.hasPrefix(Self.answerMarks)
        hasReportSubject = !isAnswerOrForward && subject.contains(NoticePhrases.subjects)
        isListMail = header["list-id"] != nil || header["list-unsubscribe"] != nil
        let program = Folded([header["user-agent"], header["x-mailer"]].compactMap { $0 }.joined(separator: " "))
        isFromMailProgram = program.contains(Self.mailPrograms)
    }

    /// Where answers and forwards are marked in the subject, in the languages of common mail programs.
    static let answerMarks: PhraseSet = [
        "re:", "re :", "re[", "fwd:", "fw:", "aw:", "wg:", "tr:", "rv:", "res:", "enc:", "sv:", "vs:", "vb:", "antw:",
        "odp:", "pd:", "rif:", "r:", "i:", "doorst:", "vl:", "ynt:", "ilt:", "[fwd:", "fwd ", "回复:", "转发:", "答复:",
        "返信:", "ответ:",
    ]

    private static let mailSystems: PhraseSet = [
        "mailer-daemon", "mailerdaemon", "mailer daemon", "postmaster", "mdaemon", "mail-daemon", "maildaemon",
        "mail delivery", "delivery subsystem", "mail system", "mailsystem", "mail administrator", "mail-administrator",
        "system administrator", "administrateur syst", "systemadministrator", "administrador del sistema",
        "amministratore di sistema", "microsoftexchange", "mail router", "email router", "mail gateway", "smtp_gateway",
        "antivirus", "mailgate", "mail server", "mailserver", "smtp gateway", "smtp server", "message router",
        "interscan", "imss@", "mail filter", "email gateway", "bounce@", "bounces@", "undeliver", "nondelivery",
        "non-delivery",
    ]

    private static let mailPrograms: PhraseSet = [
        "thunderbird", "outlook", "apple mail", "iphone", "ipad", "mutt", "k-9", "evolution", "kmail", "claws",
        "roundcube", "squirrelmail", "the bat", "eudora", "sylpheed", "horde", "gnus", "yahoomailwebservice",
        "webservice", "alpine", "zimbra", "foxmail", "sogo", "seamonkey",
    ]
}
