import Composer

/// Words that should not go out: fields without a default, tags of other programs, leftovers of a draft.
enum WordingCheck {
    static func findings(of version: CheckedVersion) -> [IssueFinding] {
        let lines = [version.file.subjectLine, version.file.preheaderLine].compactMap { $0 }
        var findings = lines.flatMap { fields(in: $0.fields, version) + leftovers(in: $0.text, $0.line, version) }
        findings += fields(in: version.outline, version)
        for (text, line) in texts(version.outline) { findings += leftovers(in: text, line, version) }
        for item in version.outline {
            guard case .link(let url, _) = item.content, let tag = foreignTag(in: url) else { continue }
            findings.append(foreign(tag, item.line, version))
        }
        return findings
    }

    /// What stands together in a line: the parser ends a text at each sign that could mean something.
    private static func texts(_ outline: [OutlineItem]) -> [(text: String, line: Int)] {
        var texts: [(text: String, line: Int)] = []
        var isJoining = false
        for item in outline {
            switch item.content {
            case .text(let text) where text.wholeMatch(of: #/\|[A-Z][A-Z0-9_:]*\|/#) != nil:
                texts.append(("*\(text)*", item.line))  // the stars made it emphasis
                isJoining = false
            case .text(let text) where isJoining && texts.last?.line == item.line: texts[texts.count - 1].text += text
            case .text(let text), .html(let text, isBlock: true):
                texts.append((text, item.line))
                isJoining = true
            default: isJoining = false
            }
        }
        return texts
    }

    private static func fields(in items: [OutlineItem], _ version: CheckedVersion) -> [IssueFinding] {
        var findings: [IssueFinding] = []
        var open: [String] = []
        for item in items {
            switch item.content {
            case .open(let field, let isInverted): open.append(isInverted ? "" : field)
            case .close: _ = open.popLast()
            case .field(let source, let name, hasDefault: false) where !open.contains(name):
                findings.append(
                    version.finding(
                        .fieldWithoutDefault, line: item.line, at: source,
                        "\(source) leaves a gap in the copies of readers without a value",
                        mend:
                            "add a default, such as {{\(name)|reader}}, or put the sentence into a section of that field"
                    ))
            default: break
            }
        }
        return findings
    }

    private static func leftovers(in text: String, _ line: Int, _ version: CheckedVersion) -> [IssueFinding] {
        if let tag = foreignTag(in: text) { return [foreign(tag, line, version)] }
        guard let leftover = leftover(in: text, version) else { return [] }
        return [
            version.finding(
                .placeholder, line: line, at: leftover,
                "\"\(leftover)\" looks like a leftover of a draft that readers would see")
        ]
    }

    private static func foreign(_ tag: String, _ line: Int, _ version: CheckedVersion) -> IssueFinding {
        version.finding(
            .foreignTag, line: line, at: tag,
            "\(tag) is a tag of another program: every reader would see it as it stands")
    }

    /// Tags of other newsletter programs, and ours with a brace too few.
    private static func foreignTag(in text: String) -> String? {
        let foreign =
            #/%%[A-Za-z][A-Za-z0-9_ .-]*%%|\*\|[A-Za-z][A-Za-z0-9_:.-]*\|\*|\$\{[A-Za-z][A-Za-z0-9_.]*\}|\{%[^%]*%\}/#
        if let match = text.firstMatch(of: foreign) { return String(match.output) }
        let single =
            #/(?:^|[^{])(?<tag>\{(?:name|email|first_?name|unsubscribe_url|view_url|attribute\.[a-z_]+)\})(?!\})/#
        return text.firstMatch(of: single.ignoresCase()).map { String($0.output.tag) }
    }

    private static func leftover(in text: String, _ version: CheckedVersion) -> String? {
        if let range = text.lowercased().firstRange(of: "lorem ipsum") {
            return String(text.lowercased()[range])
        }
        let bracketed =
            #/\[(?:first |last |your |full )?(?:name|date|title|nombre|nome|nom|fecha|data|link|url|email|company|insert[^\]]*)\]/#
        if let match = text.firstMatch(of: bracketed.ignoresCase()) { return String(match.output) }
        for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != ":" }) {
            switch word {
            case "TODO:", "FIXME", "FIXME:", "TBD", "XXX:", "XXXX": return String(word)
            // A word of its own in Spanish and Portuguese.
            case "TODO" where !["es", "pt"].contains(version.composed.language.prefix(2).lowercased()): return "TODO"
            // Thirty in Roman numbers stands before the name of an event.
            case "XXX" where text.allSatisfy({ $0 == "X" || !$0.isLetter }): return "XXX"
            default: break
            }
        }
        return nil
    }
}
