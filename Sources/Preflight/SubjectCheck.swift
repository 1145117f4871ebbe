import Composer

/// The lines that an inbox shows.
enum SubjectCheck {
    private static let longestSubject = 70
    private static let longestPreheader = 140
    /// Few and sober: whole phrases that hardly stand in a newsletter about anything.
    private static let spamPhrases = [
        "act now", "100% free", "risk free", "risk-free", "you have won", "you are a winner", "make money fast",
        "no obligation", "click below", "earn extra cash",
    ]
    private static let replyMarks = ["re:", "fw:", "fwd:", "aw:", "rv:", "enc:", "tr:"]

    static func findings(of version: CheckedVersion) -> [IssueFinding] {
        subject(version) + preheader(version)
    }

    private static func subject(_ version: CheckedVersion) -> [IssueFinding] {
        let line = version.file.subjectLine
        let text = line.text
        let add = { (code: FindingCode, message: String) in version.finding(code, line: line.line, message) }
        var findings: [IssueFinding] = []
        if version.composed.subject.allSatisfy(\.isWhitespace) {
            findings.append(
                add(.subjectEmpty, "the subject is nothing but \(text), so it is empty for readers without a value"))
        }
        if text.count > longestSubject {
            findings.append(
                add(
                    .subjectLong,
                    "the subject has \(text.count) characters; a phone shows about 40 and most inboxes about 70"))
        }
        let letters = text.filter(\.isLetter)
        let capitals = letters.count(where: \.isUppercase)
        if letters.count >= 10, capitals * 10 > letters.count * 7 {
            findings.append(
                add(
                    .subjectShouts,
                    "the subject is in capitals, which reads as shouting to people and as spam to filters"))
        }
        if text.count(where: { $0 == "!" }) > 1 {
            findings.append(add(.subjectShouts, "the subject has several exclamation marks, as spam has"))
        }
        let lower = text.lowercased()
        if let mark = replyMarks.first(where: lower.hasPrefix) {
            findings.append(
                add(
                    .subjectFakeReply,
                    "the subject begins with \"\(text.prefix(mark.count))\", as if it answered a mail of the reader's"))
        }
        if let phrase = spamPhrases.first(where: lower.contains) {
            findings.append(add(.spamWords, "\"\(phrase)\" in the subject stands in much spam, and filters know it"))
        }
        return findings
    }

    private static func preheader(_ version: CheckedVersion) -> [IssueFinding] {
        guard let line = version.file.preheaderLine, line.text.contains(where: { !$0.isWhitespace }) else {
            return [
                version.finding(
                    .preheaderMissing, line: version.file.line(of: "preheader"),
                    "there is no preheader, so inboxes show the first words of the mail behind the subject")
            ]
        }
        if normalized(line.text) == normalized(version.subject) {
            return [
                version.finding(
                    .preheaderRepeats, line: line.line, "the preheader says the subject once more, right behind it")
            ]
        }
        if line.text.count > longestPreheader {
            return [
                version.finding(
                    .preheaderLong, line: line.line,
                    "the preheader has \(line.text.count) characters; inboxes show about \(longestPreheader) at the most"
                )
            ]
        }
        return []
    }

    private static func normalized(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }
}
