import DNS
import Signing

/// What the DNS of the domains that mail comes from says about it, and what it should say. docs/deliverability.md
/// tells what each record is for.
struct DomainCheckup {
    private(set) var findings: [Finding] = []
    private(set) var records: [WantedRecord] = []

    private let signatories: [DKIMSignatory]
    /// What SPF should allow, such as `a:mail.example.org`.
    private let relayTerm: String
    /// Nil once DNS has failed: another question would wait as long again.
    private var resolver: Resolver?

    init(signatories: [DKIMSignatory], relayTerm: String, resolver: Resolver) {
        self.signatories = signatories
        self.relayTerm = relayTerm
        self.resolver = resolver
    }

    /// - Parameters:
    ///   - authors: the domains of From fields.
    ///   - senders: the domains of envelope senders, where bounces come back to.
    mutating func run(authors: [String], senders: [String]) {
        for signatory in signatories { key(signatory) }
        if signatories.isEmpty {
            note("dkim", .warning, "mail leaves unsigned; set \"dkim\", unless the relay signs for your domain")
        }
        for domain in Set(authors).sorted() {
            alignment(domain)
            dmarc(domain)
        }
        for domain in Set(senders).sorted() {
            returnPath(domain)
            spf(domain)
            alignment(ofSender: domain, authors)
        }
    }

    private mutating func key(_ signatory: DKIMSignatory) {
        let key = signatory.key
        let name = signatory.recordName
        if key.algorithm == .rsa, key.bitCount < 2048 {
            note("dkim", .warning, "the key of \(name) has \(key.bitCount) bits; make one of 2048 (RFC 8301)")
        }
        let texts =
            isExample(signatory.domain) ? nil : ask { resolver throws(DNSError) in try resolver.texts(of: name) }
        var isPublished = false
        if let texts {
            let problem = texts.first.flatMap { text in
                DKIMRecord(text).problem(keyType: key.keyType, publicKey: key.publicKey)
            }
            switch (texts.count, problem) {
            case (0, _): note("dkim", .error, "\(name) is not published, so that signatures fail; publish it as below")
            case (1, nil):
                isPublished = true
                note("dkim", .ok, "\(name) is published and fits its key")
            case (1, let problem?):
                note("dkim", .error, "\(name) \(problem), so that signatures fail; publish it as below")
            default:
                note("dkim", .error, "\(name) has \(texts.count) TXT records; keep the one below (RFC 6376 §3.6.2.2)")
            }
        }
        records.append(WantedRecord(name: name, type: "TXT", content: key.record, isPublished: isPublished))
    }

    private mutating func alignment(_ author: String) {
        guard !signatories.isEmpty, !signatories.contains(where: { $0.speaks(for: author) }) else { return }
        note(
            "dkim", .warning,
            "no key signs for \(author), so that its mail fails DMARC by DKIM (RFC 7489 §3.1.1); add a key of that domain"
        )
    }

    /// SPF counts for DMARC only where the envelope sender's domain is the author's, above it or below.
    private mutating func alignment(ofSender domain: String, _ authors: [String]) {
        for author in Set(authors).sorted()
        where author != domain && !author.hasSuffix(".\(domain)") && !domain.hasSuffix(".\(author)") {
            note(
                "spf", .warning,
                "mail from \(author) comes back to \(domain), so that SPF counts nothing for DMARC (RFC 7489 §3.1.2) and all "
                    + "hangs on DKIM; let it come back to a domain below \(author)")
        }
    }

    private mutating func dmarc(_ author: String) {
        let name = "_dmarc.\(author)"
        var isPublished = false
        if !isExample(author) {
            var found: [DMARCRecord]?
            for place in DMARCRecord.names(for: author) where found?.isEmpty ?? true {
                found = ask { resolver throws(DNSError) in try resolver.texts(of: place).compactMap(DMARCRecord.init) }
            }
            if let found {
                switch found.count {
                case 0:
                    note(
                        "dmarc", .warning,
                        "\(author) has no policy, which large providers ask for; publish one as below")
                case 1:
                    isPublished = true
                    note("dmarc", .ok, "\(author) has the policy \(found[0].policy)")
                default:
                    note(
                        "dmarc", .error,
                        "\(author) has \(found.count) policies, so none counts; keep one (RFC 7489 §6.6.3)")
                }
            }
        }
        records.append(
            WantedRecord(
                name: name, type: "TXT", content: "v=DMARC1; p=none; rua=mailto:postmaster@\(author)",
                isPublished: isPublished))
    }

    private mutating func returnPath(_ domain: String) {
        guard !isExample(domain) else { return }
        guard let servers = ask({ resolver throws(DNSError) in try resolver.mailServers(of: domain) }) else { return }
        if servers == [""] {
            note("mx", .error, "\(domain) takes no mail (RFC 7505), so that many refuse mail from it; give it an MX")
        } else if let first = servers.first {
            note("mx", .ok, "\(domain) takes mail at \(first)")
        } else if let hasAddress = ask({ resolver throws(DNSError) in try resolver.hasAddress(domain) }) {
            if hasAddress {
                note("mx", .ok, "\(domain) has an address and no MX; mail for it goes there (RFC 5321 §5.1)")
            } else {
                note("mx", .error, "\(domain) has neither MX nor address: bounces cannot come back; give it an MX")
            }
        }
    }

    private mutating func spf(_ domain: String) {
        var isPublished = false
        if !isExample(domain), let texts = ask({ resolver throws(DNSError) in try resolver.texts(of: domain) }) {
            let found = SPFRecord.among(texts)
            switch (found.count, found.first.flatMap(SPFRecord.problem)) {
            case (0, _): note("spf", .warning, "\(domain) names no senders; publish a record like that below")
            case (1, nil):
                isPublished = true
                note("spf", .ok, "\(domain) says who may send; whether your relay is among them, its operator knows")
            case (1, let problem?): note("spf", .error, "the record of \(domain) \(problem); name your relay as below")
            default:
                note("spf", .error, "\(domain) has \(found.count) records, so none counts; keep one (RFC 7208 §4.5)")
            }
        }
        records.append(
            WantedRecord(name: domain, type: "TXT", content: "v=spf1 \(relayTerm) ~all", isPublished: isPublished))
    }

    /// Names that are nobody's (RFC 2606, RFC 6761) are not looked up.
    private mutating func isExample(_ domain: String) -> Bool {
        let reserved = ["example.org", "example.com", "example.net", "example", "invalid", "localhost"]
        guard reserved.contains(where: { domain == $0 || domain.hasSuffix(".\($0)") }) else { return false }
        let message = "\(domain) is a domain for examples; send from your own and set \"from\""
        if !findings.contains(where: { $0.message == message }) { note("domain", .warning, message) }
        return true
    }

    private mutating func ask<Answer>(_ question: (Resolver) throws(DNSError) -> Answer) -> Answer? {
        guard let resolver else { return nil }
        do {
            return try question(resolver)
        } catch {
            self.resolver = nil
            note("dns", .warning, "the records are not checked: \(error)")
            return nil
        }
    }

    private mutating func note(_ check: String, _ level: Finding.Level, _ message: String) {
        findings.append(Finding(check: check, level: level, message: message))
    }
}
