import Mail

/// What replies mean, in one place: for refusals in the dialogue and for mail that comes back.
enum ReplyTable {
    /// Enhanced status codes that leave no doubt (RFC 3463, RFC 7372, RFC 7504, and the IANA registry of RFC 5248), by
    /// subject and detail.
    static func specific(_ status: EnhancedStatus) -> BounceReason? {
        switch (status.subject, status.detail) {
        case (1, 1), (1, 3), (1, 4), (1, 6), (6, 7), (7, 17): .noSuchAddress
        case (1, 2): .noSuchDomain
        case (1, 7), (1, 8), (1, 9): .ourFault
        // 4.2.1 is what Gmail says of a mailbox that gets too much at once: its words tell.
        case (2, 1) where status.class == 5, (7, 13): .mailboxDisabled
        case (2, 2): .mailboxFull
        // Exchange Online: a group or mailbox that takes mail from its own organisation or from some people alone.
        case (2, 4), (2, 3), (7, 2), (7, 124), (7, 133...136), (7, 193): .recipientRule
        case (3, 4): .tooLarge
        case (3, 1), (3, 2), (3, 3), (4, 2), (4, 3), (4, 6): .system
        case (4, 4): .noSuchDomain
        case (4, 7): .expired
        case (5, 3): .rateLimited
        case (5, 1...): .ourFault
        case (6, 1...): .content
        case (7, 20...27), (7, 29): .policy
        case (7, 28): .rateLimited
        default: nil
        }
    }

    /// What the words say where the status is general (X.0.0, X.7.1, X.5.0) or missing. The first row that matches
    /// decides, so the rows that name one cause unmistakably come first. Lower case.
    static let phrases: [(reason: BounceReason, phrases: [String])] = [
        (.greylisted, ["greylist", "graylist", "grey list", "try again in 5 min", "postgrey"]),
        // One reader's mailbox, though the words that follow, or the status, are used of us as well.
        (.recipientRule, ["resolver.rst", "isn't a group member"]),
        (
            .rateLimited,
            ["sending quota", "daily quota", "daily sending", "daily limit", "message quota", "messages quota"]
        ),
        (.tooLarge, ["too much mail data"]),
        (
            .ourFault,
            ["helo name", "protocol error", "badmailfrom", "envelope sender domain", "sender domain must exist"]
        ),
        (
            .noSuchAddress,
            [
                "user not local", "recipient address rejected: access denied", "malformed address",
                "bad recipient address",
            ]
        ),
        (
            .ourFault,
            [
                "relay access denied", "relaying denied", "relay not permitted", "unable to relay",
                "not permitted to relay", "relaying not allowed", "we do not relay", "authentication required",
                "authentication failed", "authentication credentials invalid", "must authenticate", "starttls",
                "sender address rejected", "sender rejected", "bad sender", "sender verify failed",
                "sender verification failed", "allowed rcpthosts", "email address is not verified",
                "helo command rejected",
            ]
        ),
        (
            .mailboxFull,
            [
                "mailbox full", "mailbox is full", "over quota", "quota exceeded", "exceeded storage",
                "over its storage", "out of storage", "exceeds quota", "insufficient space", "insufficient disk",
                "mailbox size limit", "mailbox exceeds", "mailbox exceeded", "exceeds allowed size",
                "exceeded the local limit", "quota violation", "disk quota", "exceed mailbox quota", "mailbox quota",
                "user is over", "inbox is full", "box full", "not enough space", "not enough storage",
                "exceeded its quota", "exceeded quota", "out of quota", "quota is full", "mailfolder is full",
                "too many messages in", "overquota", "over-quota", "quota_exceeded", "mailbox has exceeded",
                "mail box is full", "buzon lleno", "boite pleine", "boîte pleine", "caixa cheia", "caixa postal cheia",
                "postfach voll", "postfach ist voll", "uberfullt", "casella piena", "storage limit",
                "exceeded the maximum mailbox", "is over the allowed quota", "quota has been exceeded",
            ]
        ),
        (
            .tooLarge,
            [
                "message too large", "message too big", "too big", "exceeds size", "size limit", "exceeds the maximum",
                "message length exceeds", "larger than", "message exceeds", "exceeds maximum", "content too",
                "size exceeds", "exceeds fixed maximum message size", "message size", "maximum size", "too large",
            ]
        ),
        (
            .mailboxDisabled,
            [
                "mailbox disabled", "account disabled", "account is disabled", "account has been disabled",
                "mailbox unavailable or disabled", "account suspended", "account inactive", "inactive user",
                "user is inactive", "mailbox is inactive", "account deactivated", "account has been suspended",
                "account is suspended", "mailbox has been suspended", "user suspended", "mailbox suspended",
                "account has been closed", "mailbox has been closed", "mailbox abandoned", "abandoned mailbox",
                "account that you tried to reach is disabled", "not active", "no longer active",
                "mailbox currently suspended", "currently suspended", "[suspend]", "disabled or discontinued",
                "has been discontinued", "account has expired", "account expired", "deactivated", "has been disabled",
                "user disabled", "inactive", "not been collected", "account is locked", "mailbox is blocked",
                "mailbox blocked", "account terminated", "mailbox is disabled", "closed account", "account closed",
            ]
        ),
        (
            .noSuchDomain,
            [
                "host not found", "unknown domain", "domain not found", "host unknown", "unknown host",
                "no such domain", "name service error", "bad destination system", "does not accept mail", "nullmx",
                "null mx", "domain does not exist", "name or service not known", "no such host", "unable to route",
                "could not find a gateway", "unrouteable domain", "unresolvable", "domain has no mail exchangers",
                "nxdomain", "name server: host", "host or domain name not found", "bad host", "domain name not found",
                "all relevant mx records point to non-existent hosts", "no route to domain", "unrouteable mail domain",
                "couldn't find any host", "no mx",
            ]
        ),
        (
            .noSuchAddress,
            [
                "no such user", "user unknown", "unknown user", "unknown recipient", "recipient unknown",
                "does not exist", "doesn't exist", "no mailbox", "no such mailbox", "mailbox not found",
                "user not found", "recipient not found", "address rejected: user", "invalid recipient", "unknown local",
                "not a known user", "unknown address", "address unknown", "no such recipient", "user doesn't have",
                "mailbox unavailable", "not our customer", "addressee unknown", "no such address",
                "unrouteable address", "invalid mailbox", "no account by that name", "is not a valid mailbox",
                "unknown mailbox", "couldn't be found", "could not be found", "this user doesn", "no longer available",
                "no longer works", "recipient address rejected: undeliverable address",
                "recipient address rejected: access denied", "user is unknown", "recipnotfound", "recipientnotfound",
                "not found by smtp address lookup", "bad destination mailbox", "no local mailbox", "nosuchuser",
                "no such person", "not listed in domino", "not listed in public", "user is not known",
                "empfanger unbekannt", "empfänger unbekannt", "benutzer unbekannt", "adresse unbekannt",
                "destinataire inconnu", "utilisateur inconnu", "adresse inconnue", "usuario desconocido",
                "destinatario desconocido", "usuario desconhecido", "destinatario desconhecido", "utente sconosciuto",
                "destinatario sconosciuto", "unknown or illegal alias", "no mail box", "mail-box not found",
                "recipient rejected", "recipient no longer on server", "recipient name is not recognized", "not exist",
                "not a valid user", "user doesnt exist", "no matches to nameserver", "bad address", "no users here",
                "user not known", "not known here", "isn't a known", "unknown account", "account not found",
                "no account", "account does not", "illegal user", "undeliverable address", "no valid recipient",
                "invalid user", "invalid final delivery", "badrcptto", "bad_recipient", "mailbox does not",
                "mailbox not exist", "address you sent your message to wasn't found",
                "email address you entered couldn't", "has moved", "no longer in use", "no longer valid",
                "existiert nicht", "n'existe pas", "no existe", "nao existe", "não existe", "non esiste",
                "nie istnieje", "bestaat niet", "не существует", "не найден", "不存在", "宛先不明", "見つかりません", "存在しません",
                "no longer exists", "invalid address",
            ]
        ),
        (
            .recipientRule,
            [
                "not accepting mail from", "not accept mail from", "does not accept messages from", "only accepts",
                "authrequired", "restricted", "moderated", "not allowed to send", "not permitted to send",
                "allowed to post", "sender is blocked by", "blocked by recipient", "blocked by the recipient",
                "recipient has blocked", "blocked the sender", "blocked your address", "don't have permission",
                "do not have permission",
            ]
        ),
        (.system, ["too many hops", "routing loop", "mail loop"]),
        (
            .rateLimited,
            [
                "rate limit", "ratelimit", "too many", "too fast", "throttl", "rate of", "unusual rate",
                "exceeded the rate", "limit exceeded", "sending limit", "temporarily deferred",
                "receiving mail at a rate", "[ts0", "[tss",
            ]
        ),
        (
            .content,
            [
                "spam message", "message looks like spam", "looks like spam", "as spam", "is spam", "spam score",
                "spam-", "spam filter", "spam rejected", "(spam)", "spam or", "spam/", "anti-spam", "antispam",
                "spamassassin", "spam refused", "unsolicited", "junk mail", "bulk email", "uribl", "surbl",
                "message filtered", "blocked by filter", "banned content", "suspicious", "forbidden attachment",
                "attachments", "content filter", "contains a url", "message refused", "rejected by content",
                "refused by content", "infected", "spam detected", "considered spam", "classified as spam",
                "identified as spam", "likely unsolicited", "message content rejected", "content rejected", "virus",
                "malware", "phish", "spam content", "bulk mail", "message rejected as spam", "high probability of spam",
            ]
        ),
        (
            .policy,
            [
                "blacklist", "blocklist", "block list", "black list", "blocked", "dnsbl", " rbl", "rbl.", "spamhaus",
                "spamcop", "barracuda", "reputation", " spf", "(spf", "spf fail", "dkim", "dmarc", "policy",
                "access denied", "requires confirmation", "sender not", "whitelist", "your server", "your ip",
                "your host", "delivery not authorized", "message refused", "refused due", "rejected due", "blacklisted",
                "senderbase", "poor reputation", "local policy", "not authorized", "unauthenticated", "banned",
                "refused by", "listed at", "listed in", "senderscore", "ptr record", "reverse dns", "denylist",
            ]
        ),
        (
            .expired,
            [
                "delivery time expired", "message expired", "been in the queue too long", "delivery failed after",
                "in the queue too long", "delivery attempts failed", "maximum retries", "queue lifetime",
                "not delivered within", "retry time not reached", "retry timeout exceeded",
            ]
        ),
        (
            .system,
            [
                "try again later", "temporary failure", "service unavailable", "temporarily unavailable", "timed out",
                "timeout", "connection refused", "local error", "insufficient system", "resources temporarily",
                "internal error", "server error", "lost connection", "looping",
                "loop detected", "not responding", "did not respond", "no response", "unable to connect",
                "could not connect", "couldn't connect", "connection reset", "connection timed",
                "network is unreachable", "host is down", "host unreachable", "can't create", "deferred",
                "command died", "unexpected", "unknown error",
            ]
        ),
    ]

    /// What a general status says when the words said nothing.
    static func general(_ status: EnhancedStatus) -> BounceReason? {
        switch status.subject {
        // RFC 7505 §4.2: a null MX. Exchange says it of unknown addresses too, but then in words.
        case 1: status.detail == 10 ? .noSuchDomain : .noSuchAddress
        case 2: status.class == 5 ? .mailboxDisabled : .system
        case 3, 4: .system
        case 6: .content
        case 7: .policy
        default: nil
        }
    }

    /// What the bare code says (RFC 5321 §4.2.2 and §4.2.3, RFC 4954 §6), when neither status nor words did.
    static let codes: [Int: BounceReason] = [
        421: .system, 450: .system, 451: .system, 452: .system, 454: .ourFault,
        500: .ourFault, 501: .ourFault, 502: .ourFault, 503: .ourFault, 504: .ourFault, 521: .noSuchDomain,
        530: .ourFault, 534: .ourFault, 535: .ourFault, 538: .ourFault, 550: .noSuchAddress, 551: .noSuchAddress,
        552: .mailboxFull, 553: .noSuchAddress, 556: .noSuchDomain,
    ]
}
