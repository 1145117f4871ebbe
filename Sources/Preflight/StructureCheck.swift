import Composer

/// Headings, and what stands below them.
enum StructureCheck {
    static func findings(of version: CheckedVersion) -> [IssueFinding] {
        var findings: [IssueFinding] = []
        var last: (level: Int, text: String, line: Int)?
        var isEmpty = false
        var above = 0
        func close(before level: Int) {
            guard let heading = last, isEmpty, level <= heading.level else { return }
            findings.append(
                version.finding(
                    .sectionEmpty, line: heading.line,
                    "nothing stands below \"\(heading.text)\" before the next heading or the end"))
        }
        for item in version.outline {
            switch item.content {
            case .heading(let level, let text):
                close(before: level)
                if above > 0, level > above + 1 {
                    findings.append(
                        version.finding(
                            .headingSkips, line: item.line,
                            "\"\(text)\" goes from level \(above) to \(level): who moves through headings by ear looks for the one left out"
                        ))
                }
                (last, above, isEmpty) = ((level, text, item.line), level, true)
            case .block, .html(_, isBlock: true): isEmpty = false
            default: break
            }
        }
        close(before: 0)
        return findings
    }
}
