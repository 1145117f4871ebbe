import HTML

/// Whether the HTML and the plain text of a copy tell the same, and both have the way out.
enum PartsCheck {
    static func findings(of version: CheckedVersion) -> [IssueFinding] {
        words(version) + links(version) + unsubscribe(version)
    }

    private static func words(_ version: CheckedVersion) -> [IssueFinding] {
        let body = version.page.elements.first { $0.name == "body" }
        let html = self.words(of: body.map(VisibleText.of) ?? "")
        let text = self.words(of: version.text)
        let differences = [
            ("HTML", "text", html.subtracting(text), html), ("text", "HTML", text.subtracting(html), text),
        ]
        return differences.compactMap { one, other, missing, all in
            // Links to footnotes, names of months and the like differ by nature.
            guard missing.count >= 10, missing.count * 5 > all.count else { return nil }
            let some = missing.sorted().prefix(5).joined(separator: ", ")
            return version.finding(
                .partsDiffer, line: 1,
                "\(missing.count) of \(all.count) words of the \(one) part are missing from the \(other) part (\(some), …): "
                    + "readers of that part get another mail, and filters distrust it")
        }
    }

    /// Longer words without addresses: what carries the meaning.
    private static func words(of text: String) -> Set<String> {
        let prose = text.split(whereSeparator: \.isWhitespace).filter { !$0.contains("://") && !$0.contains("@") }
        return Set(
            prose.flatMap { $0.lowercased().split { !$0.isLetter && !$0.isNumber } }.filter { $0.count >= 4 }.map(
                String.init))
    }

    private static func links(_ version: CheckedVersion) -> [IssueFinding] {
        version.links.filter { link in
            link.isRawHTML && WebAddress(link.url)?.isOpenable == true && !link.url.contains("{{")
                && !version.text.contains(link.url)
        }.map { link in
            version.finding(
                .linkOnlyHtml, line: link.line, at: link.url,
                "the text part lacks the link to \(link.url): who reads plain text can't follow it")
        }
    }

    private static func unsubscribe(_ version: CheckedVersion) -> [IssueFinding] {
        let parts = [("HTML", version.page.source), ("text", version.text)]
        return parts.filter { !$0.1.contains("/unsubscribe/") }.map { name, _ in
            version.finding(
                .unsubscribeMissing, line: 1,
                "the \(name) part has no link to unsubscribe: readers have a right to it, and without it they report spam"
            )
        }
    }
}

/// What a reader sees of an element.
enum VisibleText {
    static func of(_ element: HTMLElement) -> String {
        if ["style", "script", "title", "head"].contains(element.name) || isHidden(element) { return "" }
        return ([element.ownText] + element.children.map(of)).joined(separator: " ")
    }

    static func isHidden(_ element: HTMLElement) -> Bool {
        guard let style = element["style"] else { return false }
        return CSSDeclaration.list(style).contains { declaration in
            switch (declaration.property, declaration.value.lowercased()) {
            case ("display", "none"), ("visibility", "hidden"), ("font-size", "0"), ("font-size", "0px"): true
            default: false
            }
        }
    }
}
