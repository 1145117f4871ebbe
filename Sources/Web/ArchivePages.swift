import HTTP
import Mail
import Mustache
import Newsletter

/// The past issues of a list.
struct ArchivePages: Sendable {
    let pages: any PublicPages
    let templates: PageTemplates

    func list(_ visit: Visit) throws -> HTTPResponse {
        let list = try list(of: visit)
        let issues = try pages.archive(of: list.name).map(\.view)
        return hidden(
            list,
            try templates.response(
                .archive, ["list": list.view, "has_issues": .bool(!issues.isEmpty), "issues": .list(issues)], visit,
                about: list, in: visit.language.tag(list: list.language)))
    }

    func issue(_ visit: Visit) throws -> HTTPResponse {
        let list = try list(of: visit)
        guard let slug = visit.issue,
            let page = try pages.archivedIssue(slug, of: list.name, language: visit.request.queryValue("language"))
        else {
            throw PageError.notFound
        }
        var response = HTTPResponse.issue(page.html)
        response.setHeader("Content-Language", page.language)
        response.setHeader("Link", links(to: page, slug, list))
        return hidden(list, response)
    }

    func feed(_ visit: Visit) throws -> HTTPResponse {
        let list = try list(of: visit)
        return hidden(list, try ArchiveFeed(pages: pages, templates: templates).response(list, visit))
    }

    /// The page's one address and its other languages, for search engines (RFC 8288): the page itself is as it was mailed.
    private func links(to page: ArchivedPage, _ slug: Slug, _ list: MailingList) -> String {
        let address = "\(templates.publicURL)/archive/\(list.name.text)/\(slug.text)"
        let own = { (language: String) in
            language == page.languages.first ? address : "\(address)?language=\(PercentEncoding.encode(language))"
        }
        let others = page.languages.count > 1 ? page.languages : []
        return
            (["<\(own(page.language))>; rel=\"canonical\""]
            + others.map { "<\(own($0))>; rel=\"alternate\"; hreflang=\"\($0)\"" }).joined(separator: ", ")
    }

    /// An unlisted archive is for whoever has its address; search engines have it not from us.
    private func hidden(_ list: MailingList, _ response: HTTPResponse) -> HTTPResponse {
        guard list.archive == .unlisted else { return response }
        var response = response
        response.setHeader("X-Robots-Tag", "noindex")
        return response
    }

    private func list(of visit: Visit) throws -> MailingList {
        guard let name = visit.list, let list = try pages.list(named: name) else { throw PageError.notFound }
        return list
    }
}

extension HTTPResponse {
    /// The issue as it was composed. Mail needs inline styles and pictures from anywhere; scripts it has none.
    static func issue(_ html: String) -> HTTPResponse {
        var response = HTTPResponse.html(html)
        response.setHeader(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; form-action 'none'; "
                + "base-uri 'none'; frame-ancestors 'none'")
        return response
    }
}

extension ArchivedIssue {
    fileprivate var view: MustacheValue {
        ["slug": .text(slug.text), "subject": .text(subject), "date": sentAt.dayView]
    }
}
