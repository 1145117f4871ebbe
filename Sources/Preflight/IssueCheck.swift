/// Runs every check on an issue.
public enum IssueCheck {
    /// In the order of files and lines; the same finding stands once.
    ///
    /// - Parameter answers: what web servers said of `CheckedIssue.webAddresses`; nothing for those that nobody asked.
    public static func findings(of issue: CheckedIssue, answers: [String: LinkAnswer] = [:]) -> [IssueFinding] {
        var findings: [IssueFinding] = []
        for version in issue.versions {
            var own = SubjectCheck.findings(of: version)
            own += LinkCheck.findings(of: version, publicURL: issue.publicURL)
            own += FetchCheck.findings(of: version, answers)
            own += LinkTextCheck.findings(of: version)
            own += WordingCheck.findings(of: version)
            own += StructureCheck.findings(of: version)
            own += ImageCheck.findings(of: version, layoutWidth: issue.layoutWidth)
            own += SizeCheck.findings(of: version)
            own += PartsCheck.findings(of: version)
            own += ClientCheck.findings(of: version)
            own += ContrastCheck.findings(of: version)
            findings += sorted(own)
        }
        return findings + VersionsCheck.findings(of: issue)
    }

    private static func sorted(_ findings: [IssueFinding]) -> [IssueFinding] {
        var once: [IssueFinding] = []
        for finding in findings where !once.contains(finding) { once.append(finding) }
        return once.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    }
}
