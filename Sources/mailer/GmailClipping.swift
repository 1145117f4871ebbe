import Composer
import Preflight

/// Gmail hides what comes after so many bytes of a mail's HTML behind a link, the way out at its end included.
enum GmailClipping {
    private static let limit = SizeCheck.clippedAt

    /// Says which versions of an issue are too long for it.
    static func warn(_ versions: [ComposedIssue], _ reader: Recipient, _ console: Console) {
        for version in versions {
            let bytes = version.htmlByteCount(for: reader)
            if bytes <= limit { continue }
            console.note(
                "the HTML in \(version.language) has \(bytes) bytes, and Gmail hides what comes after \(limit), the link "
                    + "to unsubscribe included; shorten the issue, or move articles to the web")
        }
    }
}
