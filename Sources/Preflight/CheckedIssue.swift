import Composer
import HTML
import Mail

/// What a check looks at: an issue in all its languages, and what is known around it.
public struct CheckedIssue {
    /// The issue's own language first.
    let versions: [CheckedVersion]
    let now: Timestamp
    /// Where all public pages hang; no slash at its end.
    let publicURL: String
    /// Of the mail, in CSS pixels.
    let layoutWidth: Int

    /// - Parameters:
    ///   - versions: each issue file with what the composer made of it just now; the issue's own language first.
    ///   - reader: somebody made up, for whom a copy is filled.
    public init(
        versions: [(file: IssueFile, composed: ComposedIssue)], reader: Recipient, now: Timestamp, publicURL: String,
        layoutWidth: Int
    ) throws(HTMLError) {
        var checked: [CheckedVersion] = []
        for version in versions {
            checked.append(try CheckedVersion(version.file, version.composed, reader, now: now))
        }
        self.versions = checked
        self.now = now
        self.publicURL = publicURL
        self.layoutWidth = layoutWidth
    }

    /// The web addresses that the issue links to, each once, for whoever fetches them.
    public var webAddresses: [String] {
        var seen: Set<String> = []
        return versions.flatMap(\.links).map(\.url).filter { url in
            WebAddress(url)?.isOpenable == true && !url.contains("{{") && seen.insert(url).inserted
        }
    }
}

/// One language of it: the file, its outline, and a reader's copy.
struct CheckedVersion {
    let file: IssueFile
    let composed: ComposedIssue
    let outline: [OutlineItem]
    let links: [IssueLink]
    let images: [IssueImage]
    /// The author's own HTML.
    let rawHTML: [RawFragment]
    let subject: String
    /// The copy's HTML, its images on the public pages.
    let page: HTMLDocument
    let text: String
    /// In bytes, the HTML's without images.
    let messageSize: Int
    let htmlSize: Int
    private let sourceLines: [Substring]

    init(_ file: IssueFile, _ composed: ComposedIssue, _ reader: Recipient, now: Timestamp) throws(HTMLError) {
        self.file = file
        self.composed = composed
        outline = file.outline
        var fragments: [RawFragment] = []
        for item in outline {
            guard case .html(let html, _) = item.content else { continue }
            fragments.append(RawFragment(document: try HTMLDocument(html), line: item.line))
        }
        rawHTML = fragments
        links = IssueLink.all(in: outline, fragments)
        images = IssueImage.all(in: outline, fragments)
        subject = file.subjectLine.text
        page = try HTMLDocument(composed.page(for: reader, images: .hosted))
        text = composed.textPart(to: reader)
        htmlSize = composed.htmlByteCount(for: reader)
        messageSize = composed.message(to: reader, date: now).count
        sourceLines = file.source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    /// A finding at a line, and at the column where `snippet` begins in it.
    func finding(
        _ code: FindingCode, line: Int, at snippet: String? = nil, _ message: String, mend: String? = nil
    ) -> IssueFinding {
        IssueFinding(
            code, file: file.file, line: line, column: snippet.flatMap { column(of: $0, line) }, message, mend: mend)
    }

    private func column(of snippet: String, _ line: Int) -> Int? {
        guard !snippet.isEmpty, sourceLines.indices.contains(line - 1) else { return nil }
        let text = sourceLines[line - 1]
        return text.firstRange(of: snippet).map { text.distance(from: text.startIndex, to: $0.lowerBound) + 1 }
    }

    /// The line in which an element of the copy was written; 1 for what comes from the templates.
    func line(ofText text: String) -> Int {
        let words = text.split { $0.isWhitespace }.prefix(4).joined(separator: " ")
        guard !words.isEmpty else { return 1 }
        return sourceLines.firstIndex { $0.contains(words) }.map { $0 + 1 } ?? 1
    }
}

/// A piece of the author's own HTML.
struct RawFragment {
    let document: HTMLDocument
    /// In the file, where it begins.
    let line: Int

    func line(of element: HTMLElement) -> Int { line + (element.line ?? 1) - 1 }

    /// The elements that the author wrote, without those that a browser adds.
    var elements: [HTMLElement] { document.elements.filter { $0.line != nil } }
}
