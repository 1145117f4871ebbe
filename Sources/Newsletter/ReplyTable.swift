import Mail

/// What replies mean, in one place: for refusals in the dialogue and for mail that comes back.
enum ReplyTable {
    /// Enhanced status codes that leave no doubt (RFC 3463, RFC 7372, RFC 7504, and the IANA registry of RFC 5248), by
    /// subject and detail.
    static func specific(_ status: EnhancedStatus) -> BounceReason? {
        switch (status.subject, status.detail) {
        case (1, 1), (1, 3), (1, 4), (1, 6), (6, 7), (7, 17): .noSuchAddress
        // Exchange Online: a group or mailbox that takes mail from its own organisation or from some people alone.
        case (7, 124), (7, 133), (7, 134), (7, 136), (7, 193): .noSuchAddress
        case (1, 2), (1, 10): .noSuchDomain
        case (1, 7), (1, 8), (1, 9): .ourFault
        case (2, 1), (7, 13): .mailboxDisabled
        case (2, 2): .mailboxFull
        case (2, 3), (3, 4): .tooLarge
        case (3, 1), (3, 2), (3, 3), (4, 1), (4, 2), (4, 3), (4, 6): .system
        case (4, 4): .noSuchDomain
        case (4, 7): .expired
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
        (
            .noSuchAddress,
            [
                "resolver.rst", "isn't a group member", "recipient address rejected: access denied",
                "malformed address", "bad recipient address",
            ]
        ),
        (
            .ourFault,
            [
                "relay access denied", "relaying denied", "relay not permitted", "unable to relay",
                "not permitted to relay",
                "relaying not allowed", "we do not relay", "authentication required", "authentication failed",
                "authentication credentials invalid", "must authenticate", "starttls", "sender address rejected",
                "sender rejected", "bad sender", "sender verify failed", "sender verification failed",
                "helo command rejected",
                "allowed rcpthosts", "email address is not verified",
            ]
        ),
        (
            .mailboxFull,
            [
                "mailbox full", "mailbox is full", "over quota", "quota exceeded", "exceeded storage",
                "over its storage",
                "out of storage", "exceeds quota", "insufficient space", "mailbox size limit", "storage limit",
                "exceeded the maximum mailbox", "is over the allowed quota", "quota has been exceeded",
            ]
        ),
        (
            .tooLarge,
            [
                "message too large", "message too big", "size exceeds", "exceeds fixed maximum message size",
                "message size", "maximum size", "too large",
            ]
        ),
        (
            .mailboxDisabled,
            [
                "mailbox disabled", "account disabled", "account is disabled", "account has been disabled",
                "mailbox unavailable or disabled", "account suspended", "account inactive", "inactive user",
                "user is inactive", "mailbox is inactive", "account deactivated",
                "account that you tried to reach is disabled",
                "not active", "no longer active", "mailbox is disabled", "closed account", "account closed",
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
                "unrouteable address",
                "invalid mailbox", "no account by that name", "is not a valid mailbox", "unknown mailbox",
                "couldn't be found", "could not be found", "this user doesn", "no longer available", "no longer works",
                "recipient address rejected: undeliverable address", "user is unknown", "recipnotfound",
                "not found by smtp address lookup", "bad destination mailbox", "no local mailbox",
            ]
        ),
        (
            .noSuchDomain,
            [
                "host not found", "domain not found", "host unknown", "unknown host", "no such domain",
                "name service error", "bad destination system", "does not accept mail", "nullmx", "null mx",
                "domain does not exist", "unrouteable mail domain", "couldn't find any host", "no mx",
            ]
        ),
        (.system, ["too many hops", "routing loop", "mail loop"]),
        (
            .rateLimited,
            [
                "rate limit", "ratelimit", "too many", "too fast", "throttl", "rate of", "unusual rate",
                "exceeded the rate",
                "limit exceeded", "sending limit", "temporarily deferred", "receiving mail at a rate", "[ts0", "[tss",
            ]
        ),
        (
            .content,
            [
                "spam message", "message looks like spam", "spam detected", "considered spam", "classified as spam",
                "identified as spam", "likely unsolicited", "message content rejected", "content rejected", "virus",
                "malware", "phish", "spam content", "bulk mail", "message rejected as spam", "high probability of spam",
            ]
        ),
        (
            .policy,
            [
                "blacklist", "blocklist", "block list", "black list", "blocked", "dnsbl", " rbl", "rbl.", "spamhaus",
                "spamcop",
                "barracuda", "reputation", " spf", "(spf", "spf fail", "dkim", "dmarc", "policy", "access denied",
                "not authorized",
                "unauthenticated", "banned", "refused by", "listed at", "listed in", "senderscore", "ptr record",
                "reverse dns", "denylist",
            ]
        ),
        (.expired, ["delivery time expired", "message expired", "retry time not reached", "retry timeout exceeded"]),
        (
            .system,
            [
                "try again later", "temporary failure", "service unavailable", "temporarily unavailable", "timed out",
                "timeout", "connection refused", "local error", "insufficient system", "resources temporarily",
                "internal error", "server error", "lost connection",
            ]
        ),
    ]

    /// What a general status says when the words said nothing.
    static func general(_ status: EnhancedStatus) -> BounceReason? {
        switch status.subject {
        case 1: .noSuchAddress
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
