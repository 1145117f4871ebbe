extension ReturnedMail.Attribution {
    private static let receivers = [
        "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "to", "cc",
    ]
    private static let mostAddresses = 20

    init(report: HeaderFields, returned: HeaderFields?, reported: String?) {
        messageID = returned?["message-id"]
        listUnsubscribe = returned?["list-unsubscribe"].flatMap(Self.webAddress)
        originalRecipients = Self.addresses(["x-original-to", "to"].compactMap { returned?[$0] })
        let senders = [returned?["return-path"], returned?["x-envelope-from"], returned?["envelope-from"], reported]
            .compactMap { $0 }
        envelopeAddresses = Self.addresses(Self.receivers.flatMap { report.all($0) } + senders)
    }

    private static func addresses(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        let found = values.flatMap { FoundAddress.all(in: $0[...]) }.filter { seen.insert($0.key).inserted }
        return found.prefix(mostAddresses).map(\.text)
    }

    /// RFC 2369 §2: addresses in angle brackets, separated by commas.
    private static func webAddress(_ value: String) -> String? {
        value.split(separator: "<").lazy.compactMap { $0.split(separator: ">").first.map(String.init) }
            .first { $0.lowercased().hasPrefix("http") }?.filter { !$0.isWhitespace }
    }
}
