import Composer
import Foundation
import Mail

/// What concerns the issue as a whole: its date, and its languages side by side.
enum VersionsCheck {
    private static let far: Int64 = 45 * 86_400

    static func findings(of issue: CheckedIssue) -> [IssueFinding] {
        guard let original = issue.versions.first else { return [] }
        var findings: [IssueFinding] = []
        if let date = original.file.date, abs(date.seconds - issue.now.seconds) > far {
            let day = date.rfc3339.prefix(10)
            findings.append(
                original.finding(
                    .dateFar, line: original.file.line(of: "date"), at: String(day),
                    "the date is \(day), \(abs(date.seconds - issue.now.seconds) / 86_400) days from now, as if left from another issue"
                ))
        }
        for version in issue.versions.dropFirst() { findings += differences(version, original) }
        return findings
    }

    private static func differences(_ version: CheckedVersion, _ original: CheckedVersion) -> [IssueFinding] {
        let counts: [(String, (CheckedVersion) -> Int)] = [
            ("sections", { $0.outline.count { if case .heading(1, _) = $0.content { true } else { false } } }),
            ("links", { $0.links.count }), ("images", { $0.images.count }),
        ]
        return counts.compactMap { what, count in
            let (own, other) = (count(version), count(original))
            if own == other { return nil }
            return version.finding(
                .versionDiffers, line: 1,
                "this version has \(own) \(what), \(original.file.file) has \(other): readers of one miss something")
        }
    }
}
