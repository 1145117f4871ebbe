import Composer

/// The pictures of an issue.
enum ImageCheck {
    private static let heaviest = 500_000
    private static let heaviestTogether = 2_000_000
    /// By the end of their addresses.
    private static let unfitFormats = ["svg", "webp", "avif", "heic", "heif", "tif", "tiff", "bmp"]

    static func findings(of version: CheckedVersion, layoutWidth: Int) -> [IssueFinding] {
        var findings: [IssueFinding] = []
        for image in version.images { findings += self.findings(of: image, version, layoutWidth) }
        let sum = version.composed.media.reduce(0) { $0 + $1.bytes.count }
        if sum > heaviestTogether {
            findings.append(
                version.finding(
                    .imageHeavy, line: version.images.first?.line ?? 1,
                    "the images have \(kilobytes(sum)) together: a reader on the road waits for them, and pays"))
        }
        return findings + imageOnly(version)
    }

    private static func findings(
        of image: IssueImage, _ version: CheckedVersion, _ layoutWidth: Int
    ) -> [IssueFinding] {
        var findings: [IssueFinding] = []
        let add = { (code: FindingCode, message: String) in
            findings.append(version.finding(code, line: image.line, at: image.url, message))
        }
        let alt = image.alt?.trimming(\.isWhitespace) ?? ""
        if alt.isEmpty {
            add(
                .altMissing,
                "\(image.name) has no text, so who listens to the mail or blocks images gets nothing in its place")
        } else if isFileName(alt, of: image) {
            add(.altFileName, "the text of \(image.name) is a file name, which tells nobody what the image shows")
        }
        let media = image.number.flatMap(version.composed.image)
        let suffix = media.map { String($0.type.dropFirst("image/".count)) } ?? self.suffix(of: image.url)
        if unfitFormats.contains(suffix) {
            add(.imageFormat, "\(image.name) is \(suffix.uppercased()), which Outlook on Windows and others don't show")
        }
        guard let media else { return findings }
        let facts = ImageFacts(media.bytes)
        // Screens with twice the pixels show no more than twice the width.
        if let width = facts.width, width > layoutWidth * 2 {
            add(
                .imageWide,
                "\(image.name) is \(width) pixels wide, and the mail \(layoutWidth): readers load what they can't see, and Outlook may show it too wide"
            )
        }
        if media.bytes.count > heaviest {
            add(
                .imageHeavy,
                "\(image.name) has \(kilobytes(media.bytes.count)): a reader on the road waits for it, and pays")
        }
        if facts.isAnimated {
            add(
                .imageAnimated,
                "\(image.name) moves: Outlook on Windows shows its first frame alone, and movement disturbs some readers"
            )
        }
        return findings
    }

    /// A mail of pictures alone looks like spam, which hides its words from filters that way.
    private static func imageOnly(_ version: CheckedVersion) -> [IssueFinding] {
        guard let first = version.images.first else { return [] }
        let words = version.outline.reduce(0) { count, item in
            switch item.content {
            case .text(let text): count + text.split { $0.isWhitespace }.count
            default: count
            }
        }
        let raw = version.rawHTML.reduce(0) { count, fragment in
            count + (fragment.elements.first?.text.split { $0.isWhitespace }.count ?? 0)
        }
        guard words + raw < 20 else { return [] }
        return [
            version.finding(
                .imageOnly, line: first.line,
                "the mail has pictures and only \(words + raw) words: many readers see no images at first, and filters take it for spam"
            )
        ]
    }

    private static func isFileName(_ alt: String, of image: IssueImage) -> Bool {
        let suffixes = unfitFormats + ["png", "jpg", "jpeg", "gif"]
        return !alt.contains(" ") && (suffixes.contains(suffix(of: alt)) || alt == image.name.prefix { $0 != "." })
    }

    private static func suffix(of url: String) -> String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        guard let dot = path.lastIndex(of: ".") else { return "" }
        return path[path.index(after: dot)...].lowercased()
    }

    private static func kilobytes(_ count: Int) -> String { "\((count + 500) / 1_000) kB" }
}
