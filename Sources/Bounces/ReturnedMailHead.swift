extension ReturnedMail.Head {
    private static let mostAnswers = 10
    private static let automaticPrecedence: PhraseSet = ["bulk", "junk", "list", "auto"]

    init(_ header: HeaderFields, _ provenance: Provenance) {
        sender = header["from"].flatMap { FoundAddress.all(in: $0[...]).last?.text }
        subject = header["subject"]
        let references = header["references"]?.split(whereSeparator: \.isWhitespace).reversed().map(String.init) ?? []
        answers = Array(([header["in-reply-to"]].compactMap { $0 } + references).prefix(Self.mostAnswers))
        // RFC 3834 §5: anything but "no" is automatic.
        let submitted = header["auto-submitted"].map { Folded($0) }
        isAutomatic =
            submitted.map { !$0.hasPrefix(["no"]) } ?? false || provenance.hasNullSender || provenance.isMailSystem
            || provenance.isListMail || Folded(header["precedence"] ?? "").hasPrefix(Self.automaticPrecedence)
    }
}
