/// What links say of themselves.
enum LinkTextCheck {
    /// In the languages of the shipped templates.
    private static let vague: Set = [
        "click here", "here", "click", "this link", "link", "read more", "more", "aquí", "haga clic aquí", "clic aquí",
        "haz clic aquí", "este enlace", "enlace", "leer más", "más", "aqui", "clique aqui", "este link", "leia mais",
        "saiba mais", "ici", "cliquez ici", "ce lien", "lien", "lire la suite", "en savoir plus",
    ]

    static func findings(of version: CheckedVersion) -> [IssueFinding] {
        version.links.compactMap { link in
            let text = link.text.split { $0.isWhitespace }.joined(separator: " ")
            let words = text.lowercased().trimming { !$0.isLetter && !$0.isNumber }
            if vague.contains(words) {
                return version.finding(
                    .linkTextVague, line: link.line, at: text,
                    "the link text \"\(text)\" says nothing to who reads only the links, as screen readers offer it")
            }
            guard let shown = domain(words), let address = WebAddress(link.url), !address.isOfSite(shown) else {
                return nil
            }
            return version.finding(
                .linkTextMismatch, line: link.line, at: text,
                "the link text shows \(shown), but it leads to \(address.host): that is how phishing looks, to readers and filters"
            )
        }
    }

    /// The host that a text names, if it is a single address.
    private static func domain(_ text: String) -> String? {
        if let address = WebAddress(text) { return address.isOpenable ? address.host : nil }
        let host = text.prefix { !"/?#:".contains($0) }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, (2...24).contains(last.count), last.allSatisfy(\.isLetter),
            labels.allSatisfy({ label in !label.isEmpty && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
            }),
            !fileSuffixes.contains(String(last))
        else { return nil }
        return String(host)
    }

    /// A file's name looks like a domain.
    private static let fileSuffixes: Set = [
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "csv", "zip", "png", "jpg", "jpeg", "gif", "mp", "txt",
        "html", "md", "js",
    ]
}

extension String {
    /// Without the characters at both ends for which `isOut` holds.
    func trimming(_ isOut: (Character) -> Bool) -> String {
        var text = drop(while: isOut)
        while let last = text.last, isOut(last) { text.removeLast() }
        return String(text)
    }
}
