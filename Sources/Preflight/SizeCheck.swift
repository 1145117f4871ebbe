/// What the whole weighs.
public enum SizeCheck {
    /// Gmail shows so many bytes of HTML and a link to the rest.
    public static let clippedAt = 102_400
    /// Many relays take no more; some take 25 MB.
    static let heaviestMessage = 10_000_000

    static func findings(of version: CheckedVersion) -> [IssueFinding] {
        var findings: [IssueFinding] = []
        let html = version.htmlSize
        if html > clippedAt {
            findings.append(
                version.finding(
                    .htmlClipped, line: 1,
                    "the HTML has \(html) bytes: Gmail shows \(clippedAt) of them, and hides the rest with the link to unsubscribe"
                ))
        }
        if version.messageSize > heaviestMessage {
            findings.append(
                version.finding(
                    .messageHeavy, line: 1,
                    "the mail has \(version.messageSize / 1_000_000) MB; many relays and mail hosts refuse more than 10"
                ))
        }
        return findings
    }
}
