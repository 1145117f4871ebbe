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
                .archive, ["list": list.view, "issues": .list(issues)], visit,
                in: visit.language.tag(list: list.language)))
    }

    func issue(_ visit: Visit) throws -> HTTPResponse {
        let list = try list(of: visit)
        guard let slug = visit.issue,
            let page = try pages.archivedIssue(slug, of: list.name, language: visit.request.queryValue("language"))
        else {
            throw PageError.notFound
        }
        return hidden(list, .issue(page.html))
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
