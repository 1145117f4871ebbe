/// An abuse report: the machine-readable part of RFC 5965 §3.
struct FeedbackReport {
    /// Nil when it is no complaint of a reader: `not-spam` (RFC 6430), `auth-failure` (RFC 6591).
    let complaint: ComplaintType?
    let recipients: [String]
    let envelopeSender: String?

    init(_ text: String) {
        let fields = HeaderFields(lines: text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline))
        let type = fields["feedback-type"]?.lowercased() ?? "abuse"
        complaint = ["not-spam", "auth-failure", "dmarc"].contains(type) ? nil : ComplaintType(feedbackType: type)
        envelopeSender = fields["original-mail-from"]
        recipients = (fields.all("original-rcpt-to") + fields.all("removal-recipient"))
            .compactMap(DeliveryStatusReport.address).filter { !Self.isRedacted($0) }
    }

    /// Providers that hide the address write a word in its place (RFC 6590).
    static func isRedacted(_ address: String) -> Bool {
        let local = address.prefix { $0 != "@" }.lowercased()
        return local.contains("redacted") || local.contains("undisclosed")
            || local.allSatisfy { $0 == "x" || $0 == "*" }
    }
}
