import HTTP
import Mail
import Mustache
import Newsletter

/// The newest issues of a list for feed readers (Atom, RFC 4287). Ids are addresses that never change.
struct ArchiveFeed: Sendable {
    let pages: any PublicPages
    let templates: PageTemplates

    private static let longest = 20  // entries

    func response(_ list: MailingList, _ visit: Visit) throws -> HTTPResponse {
        let issues = try pages.archive(of: list.name).prefix(Self.longest)
        let updated = issues.map(\.sentAt).max() ?? list.createdAt
        let archive = "\(templates.publicURL)/archive/\(list.name.text)"
        let entries = try issues.compactMap { issue -> MustacheValue? in
            guard let page = try pages.archivedIssue(issue.slug, of: list.name, language: nil) else { return nil }
            return [
                "url": .text("\(archive)/\(issue.slug.text)"), "subject": .text(Self.plain(page.subject)),
                "at": .text(issue.sentAt.rfc3339), "html": .text(Self.plain(Self.body(of: page.html))),
            ]
        }
        var response = try templates.response(
            .feed,
            [
                "list": list.view, "archive": .text(archive), "updated": .text(updated.rfc3339),
                "entries": .list(entries),
            ], visit, about: list, in: visit.language.tag(list: list.language))
        response.setHeader("Content-Type", "application/atom+xml; charset=utf-8")
        response.setHeader("Content-Language", list.language)
        response.setHeader("Cache-Control", "public, max-age=900")
        response.setHeader("ETag", "\"\(Fingerprint(response.body).text)\"")
        response.setHeader("Last-Modified", updated.httpDate)
        return response.unlessKnown(to: visit.request)
    }

    /// What stands in the page's body: a feed reader has a page of its own around it.
    private static func body(of html: String) -> Substring {
        guard let open = html.firstRange(of: "<body"), let start = html[open.upperBound...].firstIndex(of: ">"),
            let end = html.ranges(of: "</body>").last?.lowerBound, start < end
        else { return html[...] }
        return html[html.index(after: start)..<end]
    }

    /// Without the control characters that no XML may hold (XML 1.0 §2.2).
    private static func plain(_ text: some StringProtocol) -> String {
        let scalars = text.unicodeScalars.filter { scalar in
            scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                || "\t\n\r".unicodeScalars.contains(scalar)
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
