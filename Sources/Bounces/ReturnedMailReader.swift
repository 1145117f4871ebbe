import Mail
import Newsletter

extension ReturnedMail {
    /// What is read of a message; the rest of a longer one is left aside.
    public static let mostBytes = MIMEReader.mostBytes

    /// Reads one message, whatever its bytes are; the time it takes is bounded.
    public init(_ bytes: [UInt8]) {
        self = ReturnedMailReader(MIMEReader.read(bytes)).verdict()
    }
}

/// From a message's parts to the verdict. What is written for machines is asked first; words count only in mail that a
/// mail system wrote, since a wrong bounce does more harm than a missed one.
struct ReturnedMailReader {
    private static let mostRecipients = 1_000

    private let mail: MailPart
    private let parts: [MailPart]
    private let provenance: Provenance
    private let notice: Notice
    private let returnedHeader: HeaderFields?

    init(_ mail: MailPart) {
        let mail = Self.unwrapped(mail)
        self.mail = mail
        parts = mail.ownParts
        provenance = Provenance(mail.header)
        notice = Notice(Self.noticeText(parts))
        returnedHeader = parts.lazy.compactMap(Self.returnedHeader).first ?? notice.returnedHeader
    }

    func verdict() -> ReturnedMail {
        if let complaint = complaint() { return complaint }
        if parts.contains(where: { $0.type == "message/disposition-notification" }), !isRejection {
            return verdict(.autoreply)
        }
        if let report = report() { return report }
        if AutomaticAnswer.isCertain(mail.header, provenance), !isReportOnAnAnswer { return verdict(.autoreply) }
        if let bounce = freeForm() { return bounce }
        let words = Folded(notice.text(notice.lines.indices))
        let isAnswer = Folded(mail.header["auto-submitted"] ?? "").hasPrefix(["auto-replied"])
        if !provenance.isMailSystem, !isAnswer,
            UnsubscribeRequest.isMade(in: mail.header, notice.text(notice.lines.indices))
        {
            return verdict(.unsubscribe)
        }
        return verdict(AutomaticAnswer.isLikely(mail.header, provenance, words) ? .autoreply : .none)
    }

    /// Some filters refuse mail by a disposition (RFC 8098): Sieve's reject (RFC 5429 §2.1).
    private var isRejection: Bool { Folded(notice.text(notice.lines.indices)).contains(["rejected", "refused"]) }

    /// A mail system's report whose subject quotes one that looks like an automatic answer's.
    private var isReportOnAnAnswer: Bool { provenance.isMailSystem && provenance.hasReportSubject }

    private func verdict(_ kind: ReturnedMail.Kind, _ recipients: [ReturnedMail.Recipient] = []) -> ReturnedMail {
        var seen: Set<String> = []
        let distinct = recipients.filter { seen.insert((try? EmailAddress($0.address))?.key ?? $0.address).inserted }
        return ReturnedMail(
            kind: kind, recipients: Array(distinct.prefix(Self.mostRecipients)),
            attribution: .init(report: mail.header, returned: returnedHeader, reported: feedback?.envelopeSender),
            head: .init(mail.header, provenance))
    }

    // MARK: Parts

    /// What the report says in words: its plain text parts up to the returned message, or its HTML if it has no other.
    private static func noticeText(_ parts: [MailPart]) -> String {
        let own = parts.prefix { !$0.isMessage && !$0.isMessageHeader }
        let plain = own.filter { $0.type == "text/plain" && !$0.isAttachment }.map(\.text).filter {
            !$0.trimmed.isEmpty
        }
        if !plain.isEmpty { return plain.joined(separator: "\n\n") }
        let html = own.filter { $0.type == "text/html" && !$0.isAttachment }.map { PlainText.of(html: $0.text) }
        if !html.isEmpty { return html.joined(separator: "\n\n") }
        return parts.first { $0.type.hasPrefix("text/") && !$0.isMessageHeader }?.text ?? ""
    }

    private static func returnedHeader(_ part: MailPart) -> HeaderFields? {
        if part.isMessage { return part.children.first?.header }
        guard part.isMessageHeader else { return nil }
        let lines = part.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return HeaderFields(lines: lines.drop { $0.trimmed.isEmpty }.prefix { !$0.trimmed.isEmpty })
    }

    /// The report itself, where a gateway passed it on as its only content. What a person passes on stays wrapped.
    private static func unwrapped(_ mail: MailPart) -> MailPart {
        let parts = mail.ownParts
        let isEmpty = parts.allSatisfy { $0.isMessage || FoundAddress.all(in: $0.text[...]).isEmpty }
        guard isEmpty, let inner = parts.first(where: \.isMessage)?.children.first, inner.type == "multipart/report",
            Provenance(mail.header).isMailSystem, Provenance(inner.header).isMailSystem
        else { return mail }
        return inner
    }

    private static func isDeliveryStatus(_ part: MailPart) -> Bool {
        part.type.hasPrefix("message/") && part.type.hasSuffix("delivery-status")
    }

    // MARK: Complaints

    private var feedback: FeedbackReport? {
        parts.first { $0.type == "message/feedback-report" }.map { FeedbackReport($0.text) }
    }

    private func complaint() -> ReturnedMail? {
        if let feedback {
            guard let type = feedback.complaint else { return verdict(.none) }
            return complaint(type, feedback.recipients)
        }
        // Microsoft's junk mail reports: the returned message alone, marked with whom it was for.
        if let recipient = returnedHeader?["x-hmxmroriginalrecipient"].flatMap(DeliveryStatusReport.address) {
            return complaint(.abuse, [recipient])
        }
        return nil
    }

    private func complaint(_ type: ComplaintType, _ recipients: [String]) -> ReturnedMail {
        let addresses =
            recipients.isEmpty
            ? returnedRecipients.filter { !FeedbackReport.isRedacted($0) } : recipients
        return verdict(
            .complaint, addresses.map { .init(address: $0, status: nil, failure: nil, reason: type.rawValue) })
    }

    /// Where the returned message was going, by its own header.
    private var returnedRecipients: [String] {
        guard let header = returnedHeader else { return [] }
        for field in ["x-hmxmroriginalrecipient", "x-original-to", "x-rcpt-to", "to"] {
            let found = header.all(field).flatMap { FoundAddress.all(in: $0[...]).map(\.text) }
            if !found.isEmpty { return found }
        }
        return []
    }

    // MARK: Delivery status notifications

    private func report() -> ReturnedMail? {
        let isReport = mail.type == "multipart/report" || parts.contains(where: Self.isDeliveryStatus)
        guard isReport else { return nil }
        // Someone who passes a report on by hand reports nothing.
        if mail.type != "multipart/report", provenance.isAnswerOrForward, !provenance.isMailSystem,
            !provenance.hasNullSender
        {
            return nil
        }
        let reports = parts.filter { Self.isDeliveryStatus($0) }.map { DeliveryStatusReport($0.text) }
        let lines = reports.flatMap(\.lines)
        guard !lines.isEmpty else { return nil }
        if !provenance.isMailSystem, AutomaticAnswer.isChallenge(provenance, Folded(notice.text(notice.lines.indices)))
        {
            return verdict(.autoreply)
        }
        let reader = NoticeReader(notice, subject: provenance.subject, others: [], reporterDomain: nil)
        let recipients = lines.map { line in
            recipient(line.address, line.action ?? reader.stage, diagnosis(of: line, among: lines.count, reader))
        }
        let kind: ReturnedMail.Kind = lines.allSatisfy { $0.action == .delivered } ? .delivered : .bounce
        // What was delivered beside what wasn't is no failure.
        return verdict(kind, zip(lines, recipients).filter { kind == .delivered || $0.0.action != .delivered }.map(\.1))
    }

    /// By the fields; where they say nothing definite, by what the notice says of the address.
    private func diagnosis(of line: DeliveryStatusReport.Line, among count: Int, _ reader: NoticeReader) -> Diagnosis {
        var diagnosis = Diagnosis(status: line.status, line.diagnostic)
        if diagnosis.reason == .unclassified
            || (diagnosis.status?.isVague ?? true) && Diagnosis(line.diagnostic).reason == .unclassified
        {
            let key = (try? EmailAddress(line.address))?.key
            let words = key.flatMap { reader.words(about: $0) } ?? (count == 1 ? reader.words : "")
            let told = Diagnosis(status: line.status, line.diagnostic + "\n" + words)
            if Diagnosis(words).reason != .unclassified || diagnosis.reason == .unclassified { diagnosis = told }
        }
        return diagnosis
    }

    private func recipient(_ address: String, _ action: DeliveryStatusReport.Action, _ diagnosis: Diagnosis)
        -> ReturnedMail.Recipient
    {
        switch action {
        case .delivered: .init(address: address, status: diagnosis.status, failure: nil, reason: nil)
        case .delayed:
            .init(address: address, status: diagnosis.status, failure: .delayed, reason: diagnosis.reason.rawValue)
        case .failed:
            .init(
                address: address, status: diagnosis.status, failure: diagnosis.failure,
                reason: diagnosis.reason.rawValue)
        }
    }

    // MARK: Reports in words

    private func freeForm() -> ReturnedMail? {
        let failedRecipients = mail.header.all("x-failed-recipients").flatMap { FoundAddress.all(in: $0[...]) }
        let isReport = mail.type == "multipart/report"
        let isSystems = provenance.isMailSystem || isReport || !failedRecipients.isEmpty
        let isAutomatic = Folded(mail.header["auto-submitted"] ?? "").hasPrefix(["auto-"])
        guard isSystems || provenance.hasNullSender || provenance.hasReportSubject else { return nil }
        if !isReport, isWrittenByPerson(isSystems: isSystems) { return nil }

        let reader = NoticeReader(notice, subject: provenance.subject, others: others, reporterDomain: reporterDomain)
        if !isSystems, AutomaticAnswer.isChallenge(provenance, Folded(reader.words)) { return nil }
        if !failedRecipients.isEmpty {
            return bounce(
                failedRecipients.map { address in
                    .init(
                        address: address.text, key: address.key, stage: reader.stage,
                        words: reader.words(about: address.key) ?? reader.words)
                }, reader)
        }
        // The less a message looks like a mail system's, the plainer it must speak.
        let isCertain = isSystems || (provenance.hasReportSubject && (provenance.hasNullSender || isAutomatic))
        if let (findings, certainty) = reader.findings() {
            if isCertain { return bounce(findings, reader) }
            // Parcels are not delivered either: without a mail system's name it takes a mail system's reasons.
            let reasons = findings.map { Diagnosis($0.words) }
            if certainty == .listed, reasons.allSatisfy({ $0.reason != .unclassified || $0.status != nil }) {
                return bounce(findings, reader)
            }
        }
        guard isCertain, reader.announcesFailure || provenance.hasReportSubject else { return nil }
        let returned = returnedRecipients.flatMap { FoundAddress.all(in: $0[...]) }
        return bounce(
            returned.map { .init(address: $0.text, key: $0.key, stage: reader.stage, words: reader.words) }, reader)
    }

    /// People tell of failures too, and pass them on; even postmasters.
    private func isWrittenByPerson(isSystems: Bool) -> Bool {
        if provenance.isAnswerOrForward, !provenance.hasNullSender {
            return !isSystems || mail.header["in-reply-to"] != nil
        }
        guard !isSystems else { return false }
        return provenance.hasOwnSender || provenance.isFromMailProgram
            || provenance.isListMail && !provenance.hasNullSender
    }

    private func bounce(_ findings: [NoticeReader.Finding], _ reader: NoticeReader) -> ReturnedMail {
        let recipients = findings.map { finding in
            var diagnosis = Diagnosis(finding.words)
            if findings.count == 1, diagnosis.reason == .unclassified || diagnosis.status == nil {
                let all = Diagnosis(reader.words)
                if diagnosis.reason == .unclassified, all.reason != .unclassified {
                    diagnosis = all
                } else if diagnosis.status == nil, all.reason == diagnosis.reason {
                    diagnosis.status = all.status
                }
            }
            return recipient(finding.address, finding.stage, diagnosis)
        }
        let kind: ReturnedMail.Kind =
            !findings.isEmpty && findings.allSatisfy { $0.stage == .delivered } ? .delivered : .bounce
        return verdict(
            kind, zip(findings, recipients).filter { kind == .delivered || $0.0.stage != .delivered }.map(\.1))
    }

    private var reporterDomain: String? {
        guard provenance.isMailSystem, let from = mail.header["from"] else { return nil }
        return FoundAddress.all(in: from[...]).first.flatMap { $0.text.split(separator: "@").last.map(String.init) }
    }

    /// The report's own sender and receiver, and the sender of what it returns.
    private var others: Set<String> {
        let own = ["from", "to", "sender", "reply-to", "delivered-to", "x-original-to"].flatMap { mail.header.all($0) }
        let returned = ["from", "return-path", "sender", "reply-to"].flatMap { returnedHeader?.all($0) ?? [] }
        return Set((own + returned).flatMap { FoundAddress.all(in: $0[...]).map(\.key) })
    }
}
