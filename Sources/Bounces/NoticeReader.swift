import Mail

/// Finds out of a notice's words who was not reached.
///
/// Mail systems write alike: a sentence says that mail failed, the addresses stand in it or on lines of their own behind
/// it, each with its reason. Where no such sentence is understood, the quoted SMTP dialogue and labelled addresses help.
struct NoticeReader {
    struct Finding {
        var address: String
        let key: String
        let stage: DeliveryStatusReport.Action
        /// What the notice says about this address.
        var words: String
    }

    /// How the notice named its addresses, most certain first.
    enum Certainty: Int, Comparable {
        case listed, told, labelled

        static func < (one: Certainty, other: Certainty) -> Bool { one.rawValue < other.rawValue }
    }

    private let notice: Notice
    private let paragraphs: [Range<Int>]
    private let foldedParagraphs: [Folded]
    private let isDelay: Bool
    /// Keys of addresses that are the report's own or ours: taken only if there is no other.
    private let others: Set<String>
    private let reporterDomain: String?

    init(_ notice: Notice, subject: Folded, others: Set<String>, reporterDomain: String?) {
        self.notice = notice
        self.reporterDomain = reporterDomain
        self.others = others
        paragraphs = notice.paragraphs
        foldedParagraphs = paragraphs.map { notice.folded($0) }
        let saysFinal = foldedParagraphs.contains { $0.contains(NoticePhrases.final) }
        isDelay =
            !saysFinal
            && (foldedParagraphs.contains { $0.contains(NoticePhrases.delayed) }
                || subject.contains(NoticePhrases.delayedSubjects))
    }

    /// Whether any sentence says that mail failed or waits.
    var announcesFailure: Bool {
        foldedParagraphs.contains { $0.contains(NoticePhrases.failed) || $0.contains(NoticePhrases.delayed) }
    }

    /// What a failure is that names nobody.
    var stage: DeliveryStatusReport.Action { isDelay ? .delayed : .failed }

    /// All that the notice says, for reasons.
    var words: String { paragraphs.map { notice.text($0) }.joined(separator: "\n") }

    /// Everybody whom the most certain way of looking finds.
    func findings() -> (findings: [Finding], certainty: Certainty)? {
        let ways: [(Certainty, () -> [Finding])] = [
            (.listed, listed), (.listed, unqualified), (.told, dialogue), (.told, explained), (.told, told),
            (.labelled, labelled), (.labelled, replies),
        ]
        for (certainty, way) in ways {
            let found = distinct(way(), isCertain: certainty == .listed)
            if !found.isEmpty { return (found, certainty) }
        }
        return nil
    }

    /// What the notice says about an address that a report names.
    func words(about key: String) -> String? {
        for index in notice.lines.indices {
            if let entry = entry(at: index), entry.first?.key == key { return wordsOfEntry(at: index) }
        }
        return nil
    }

    // MARK: Lists

    /// Paragraphs of advice that may stand between the sentence and its list.
    private static let farthestList = 8

    /// Addresses at the start of lines behind a sentence that announces them.
    private func listed() -> [Finding] {
        var findings: [Finding] = []
        var index = 0
        while index < paragraphs.count {
            guard let stage = announcement(index) else {
                index += 1
                continue
            }
            // In the same paragraph, or in one of the next, up to another announcement.
            var next = index
            var isInList = false
            while next < paragraphs.count, next == index || isInList || next <= index + Self.farthestList {
                if next > index, !isInList, announcement(next) != nil, entries(in: paragraphs[next]).isEmpty { break }
                let entries = entries(in: paragraphs[next])
                if next > index, isInList, entries.isEmpty || self.stage(of: next, besides: stage) != stage { break }
                if !entries.isEmpty {
                    isInList = true
                    findings += entries.flatMap { self.findings(at: $0, stage: stage) }
                }
                next += 1
            }
            index = max(next, index + 1)
        }
        return findings
    }

    /// A list goes on until a paragraph without entries, or one that announces another fate.
    private func stage(of paragraph: Int, besides stage: DeliveryStatusReport.Action) -> DeliveryStatusReport.Action {
        let first = paragraphs[paragraph].lowerBound
        return entry(at: first) == nil ? announcement(paragraph) ?? stage : stage
    }

    /// What a paragraph says happened to the addresses that follow; nil if it says nothing like it.
    private func announcement(_ paragraph: Int) -> DeliveryStatusReport.Action? {
        let words = foldedParagraphs[paragraph]
        if words.contains(NoticePhrases.delayed), !words.contains(NoticePhrases.final) { return .delayed }
        if words.contains(NoticePhrases.failed) { return stage }
        return words.contains(NoticePhrases.delivered) ? .delivered : nil
    }

    private func entries(in paragraph: Range<Int>) -> [Int] {
        paragraph.filter { entry(at: $0) != nil }
    }

    private func findings(at line: Int, stage: DeliveryStatusReport.Action) -> [Finding] {
        guard let found = entry(at: line) else { return [] }
        let words = wordsOfEntry(at: line)
        return found.map { Finding(address: $0.text, key: $0.key, stage: stage, words: words) }
    }

    /// The addresses of a line that consists of them, or starts with one; nil for other lines.
    private func entry(at index: Int) -> [FoundAddress]? {
        let line = notice.lines[index]
        guard line.text.utf8.contains(UInt8(ascii: "@")) else { return nil }
        let found = FoundAddress.all(in: line.text)
        guard let first = found.first else { return nil }
        if line.folded.hasPrefix(Self.origins) { return [first] }
        guard AddressPlace.isEntryStart(first.before, closedBy: first.after), !isOrigin(at: index + 1) else {
            return nil
        }
        let isOnlyAddresses =
            found.dropFirst().allSatisfy { address in
                address.before.dropFirst(first.before.count).unicodeScalars.last.map { !$0.properties.isAlphabetic }
                    ?? true
            } && AddressPlace.isOnlyPunctuation(found[found.count - 1].after) && found.count > 1
        return isOnlyAddresses ? found : [first]
    }

    /// The address that was written to, below the one that it led to (Exim, Sendmail).
    private static let origins: PhraseSet = [
        "(generated from", "(ultimately generated from", "(expanded from", "(originally to",
    ]

    private func isOrigin(at index: Int) -> Bool {
        index < notice.lines.count && notice.lines[index].folded.hasPrefix(Self.origins)
            && !FoundAddress.all(in: notice.lines[index].text).isEmpty
    }

    /// The rest of the entry's line and the lines up to the next entry.
    private func wordsOfEntry(at line: Int) -> String {
        var words = String(entry(at: line)?.last?.after ?? "")
        var blanks = 0
        for index in (line + 1)..<max(line + 1, min(line + 16, notice.lines.count)) {
            if notice.lines[index].isBlank {
                if Diagnosis(words).reason != .unclassified { break }
                blanks += 1
            }
            if blanks > 1 || (entry(at: index) != nil && !isOrigin(at: index)) { break }
            words += "\n" + notice.lines[index].text
        }
        return words
    }

    /// Names without a domain where addresses should stand are of the reporter's own domain.
    private func unqualified() -> [Finding] {
        guard let domain = reporterDomain else { return [] }
        return paragraphs.indices.flatMap { index -> [Finding] in
            guard let stage = announcement(index), foldedParagraphs[index].contains(["following "]) else { return [] }
            let start = paragraphs[index].lowerBound + 1
            let lines = notice.lines[start..<min(start + 8, notice.lines.count)].prefix { !$0.text.contains(" ") }
            let words = notice.text(paragraphs[index])
            return lines.filter { !$0.isBlank }.compactMap { line in
                (try? EmailAddress("\(line.text.trimmed)@\(domain)")).map {
                    Finding(address: $0.text, key: $0.key, stage: stage, words: words)
                }
            }
        }
    }

    // MARK: Sentences

    /// Addresses at the start of lines, whatever was said before, that a reason stands behind.
    private func explained() -> [Finding] {
        notice.lines.indices.flatMap { index -> [Finding] in
            let findings = findings(at: index, stage: stage)
            guard let words = findings.first?.words else { return [] }
            if Diagnosis(words).reason != .unclassified { return findings }
            // The reason first, the address below it.
            let before = notice.text(max(0, index - 3)..<index)
            guard Diagnosis(before).reason != .unclassified else { return [] }
            return findings.map { Finding(address: $0.address, key: $0.key, stage: stage, words: before) }
        }
    }

    /// Addresses inside a sentence that says that mail to them failed, or in the paragraph before or behind it.
    private func told() -> [Finding] {
        paragraphs.indices.flatMap { index -> [Finding] in
            guard let stage = announcement(index) else { return [] }
            let end = min(index + 3, paragraphs.count)
            let words = notice.text(paragraphs[index].lowerBound..<paragraphs[end - 1].upperBound)
            for paragraph in [index, index + 1, index - 1] where paragraphs.indices.contains(paragraph) {
                let text = notice.lines[paragraphs[paragraph]].map(\.text).joined(separator: " ")
                let found = FoundAddress.all(in: text[...])
                    .filter { !AddressPlace.isOthers($0.before) && !others.contains($0.key) && !Self.isRole($0.key) }
                if !found.isEmpty {
                    return found.map { Finding(address: $0.text, key: $0.key, stage: stage, words: words) }
                }
            }
            return []
        }
    }

    // MARK: The rest

    /// The quoted dialogue: RCPT TO and what was answered.
    private func dialogue() -> [Finding] {
        var findings: [Finding] = []
        for index in notice.lines.indices where notice.lines[index].folded.contains(["rcpt to"]) {
            guard let address = FoundAddress.all(in: notice.lines[index].text).first else { continue }
            for reply in index..<min(index + 5, notice.lines.count) {
                if reply > index, notice.lines[reply].folded.contains(["rcpt to"]) { break }
                let words = notice.text(reply..<min(reply + 3, notice.lines.count))
                let line = Diagnosis.wordsOnly(notice.lines[reply].text)
                if line.contains("250 ") || line.contains("250-") { break }
                guard Diagnosis.replyCode(in: line) != nil else { continue }
                findings.append(Finding(address: address.text, key: address.key, stage: stage, words: words))
                break
            }
        }
        return findings
    }

    /// `Recipient: user@example.org` anywhere.
    private func labelled() -> [Finding] {
        notice.lines.indices.flatMap { index -> [Finding] in
            guard let first = FoundAddress.all(in: notice.lines[index].text).first, AddressPlace.isLabel(first.before)
            else {
                return []
            }
            return findings(at: index, stage: stage)
        }
    }

    /// Addresses beside a reply code, a status code, or a reason.
    private func replies() -> [Finding] {
        notice.lines.indices.flatMap { index -> [Finding] in
            let line = notice.lines[index]
            guard line.text.utf8.contains(UInt8(ascii: "@")) else { return [] }
            let words = notice.text(index..<min(index + 2, notice.lines.count))
            let plain = Diagnosis.wordsOnly(line.text)
            guard
                Diagnosis.replyCode(in: plain) != nil || Diagnosis.status(in: plain) != nil
                    || Diagnosis(plain).reason != .unclassified
            else { return [] }
            return FoundAddress.all(in: line.text).filter { !AddressPlace.isOthers($0.before) }
                .map { Finding(address: $0.text, key: $0.key, stage: stage, words: words) }
        }
    }

    /// Each address once, without those that are certainly not meant as long as others are left.
    private func distinct(_ findings: [Finding], isCertain: Bool) -> [Finding] {
        var seen: Set<String> = []
        let distinct = findings.filter { seen.insert($0.key).inserted }
        let strangers = distinct.filter { !others.contains($0.key) && !Self.isRole($0.key) }
        return strangers.isEmpty && isCertain ? distinct.filter { !Self.isRole($0.key) } : strangers
    }

    /// Those who answer for a mail system; nobody subscribes them.
    private static func isRole(_ key: String) -> Bool {
        ["postmaster@", "mailer-daemon@", "abuse@", "hostmaster@", "noreply@", "no-reply@"].contains {
            key.hasPrefix($0)
        }
    }
}
