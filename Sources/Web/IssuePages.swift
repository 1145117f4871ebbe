import HTTP

/// A reader's own copy of an issue, and the images of issues.
struct IssuePages: Sendable {
    let viewer: any IssueViewer
    let pages: any PublicPages

    /// The link is the reader's own, so no cache and no search engine may keep the page.
    func view(_ visit: Visit) throws -> HTTPResponse {
        guard let page = try viewer.page(for: visit.token) else { throw PageError.notFound }
        var response = HTTPResponse.issue(page)
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("X-Robots-Tag", "noindex")
        return response
    }

    /// The name says the content, so it may be kept for ever (RFC 8246 §2).
    func media(_ visit: Visit) throws -> HTTPResponse {
        guard let name = visit.parameters["NAME"], let media = try pages.media(named: name) else {
            throw PageError.notFound
        }
        var response = HTTPResponse(status: 200, body: media.bytes)
        response.setHeader("Content-Type", media.type)
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable")
        // Mail programs and web mail show it on pages of their own.
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin")
        return response
    }
}
