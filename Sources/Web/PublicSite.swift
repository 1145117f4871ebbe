import HTTP
import Mail
import Membership
import Mustache
import Texts

/// The public pages: a function from a request and a moment to a response.
public struct PublicSite: Sendable {
    /// One route a line. GET never changes state.
    private static let routes: [Route] = [
        Route(.get, "/") { try $0.signUp.home($1) },
        Route(.get, "/subscribe") { try $0.signUp.home($1) },
        Route(.post, "/subscribe") { try $0.signUp.submitSeveral($1) },
        Route(.get, "/subscribe/LIST") { try $0.signUp.show($1) },
        Route(.post, "/subscribe/LIST") { try $0.signUp.submit($1) },
        Route(.get, "/confirm/TOKEN") { try $0.links.show(.confirm, $1) },
        Route(.post, "/confirm/TOKEN") { try $0.links.press(.confirm, $1) },
        Route(.get, "/decline/TOKEN") { try $0.links.show(.decline, $1) },
        Route(.post, "/decline/TOKEN") { try $0.links.press(.decline, $1) },
        Route(.get, "/unsubscribe/\(testCopy)") { try $0.explainTestCopy($1) },
        Route(.post, "/unsubscribe/\(testCopy)") { try $0.explainTestCopy($1) },
        Route(.get, "/unsubscribe/TOKEN") { try $0.links.show(.unsubscribe, $1) },
        Route(.post, "/unsubscribe/TOKEN") { try $0.links.press(.unsubscribe, $1) },
        Route(.get, "/undo/TOKEN") { try $0.links.show(.undo, $1) },
        Route(.post, "/undo/TOKEN") { try $0.links.press(.undo, $1) },
        Route(.get, "/links") { try $0.preferences.askForLinks($1) },
        Route(.post, "/links") { try $0.preferences.mailLinks($1) },
        Route(.get, "/preferences/TOKEN") { try $0.preferences.show($1) },
        Route(.post, "/preferences/TOKEN") { try $0.preferences.submit($1) },
        Route(.get, "/archive/LIST") { try $0.archive.list($1) },
        Route(.get, "/archive/LIST/feed.atom") { try $0.archive.feed($1) },
        Route(.get, "/archive/LIST/ISSUE") { try $0.archive.issue($1) },
        Route(.get, "/view/\(testCopy)") { try $0.explainTestCopy($1) },
        Route(.get, "/view/TOKEN") { try $0.issues.view($1) },
        Route(.get, "/media/NAME") { try $0.issues.media($1) },
        Route(.post, "/hooks/PROVIDER/KEY") { try $0.report($1) },
        Route(.get, "/style.css") { try $0.templates.looks.style($1) },
        Route(.get, "/logo/THEME") { try $0.templates.looks.logo($1) },
        Route(.get, "/icon.svg") { site, _ in site.icon },
        // What browsers ask for by themselves, beside an issue too.
        Route(.get, "/favicon.ico") { site, _ in site.icon },
        Route(.get, "/healthz") { site, visit in site.health(visit) },
        Route(.get, "/metrics") { try $0.metrics($1) },
    ]

    /// Stands where a reader's copy has a token: a test copy belongs to no subscription, so its links explain that and change
    /// nothing. No token has this length.
    public static let testCopy = "test-copy"

    private let signUp: SignUpPages
    private let links: LinkPages
    private let preferences: PreferencesPages
    private let clientAddress: ClientAddress
    private let archive: ArchivePages
    private let issues: IssuePages
    private let pages: any PublicPages
    private let templates: PageTemplates
    let hooks: (any HookReceiver)?
    private let icon: HTTPResponse
    private let monitor: (any SiteMonitor)?
    private let metricsReaders: [NetworkRange]
    private let onFailure: @Sendable (any Error) -> Int

    /// - Parameters:
    ///   - templates: the folder `Templates/web`, read once, here.
    ///   - phrasebook: the words of the pages.
    ///   - publicURL: where readers reach the site, such as `https://example.org/news`; only its path matters here.
    ///   - hooks: takes what relays report; nil where the settings have none.
    ///   - monitor: knows how the program is; without one `/healthz` asks the store alone.
    ///   - metricsReaders: who may see `/metrics`; to all others there is no such page.
    ///   - onFailure: told of the error behind a failed page, which the reader is not; gives its status, 503 when it may pass by itself,
    ///     else 500.
    /// - Throws: when the folder or a template is missing or broken, with its place.
    public init(
        registrar: Registrar, pages: any PublicPages, viewer: any IssueViewer, looks: any PageLooks,
        templates folder: String,
        phrasebook: Phrasebook, publicURL: String, policy: SignUpPolicy = SignUpPolicy(),
        hooks: (any HookReceiver)? = nil, monitor: (any SiteMonitor)? = nil, metricsReaders: [NetworkRange] = [],
        onFailure: @escaping @Sendable (any Error) -> Int
    ) throws(MustacheError) {
        templates = try PageTemplates(
            folder: folder, phrasebook: phrasebook, publicURL: publicURL, looks: looks,
            embedders: policy.embedders)
        icon = try .icon(in: folder)
        let limiter = RequestLimiter(perNetwork: policy.perNetwork, perHour: policy.perHour)
        let formGuard = FormGuard(registrar: registrar)
        signUp = SignUpPages(
            registrar: registrar, pages: pages, templates: templates, policy: policy, limiter: limiter,
            formGuard: formGuard)
        links = LinkPages(registrar: registrar, templates: templates)
        preferences = PreferencesPages(
            registrar: registrar, templates: templates, policy: policy, limiter: limiter, formGuard: formGuard)
        clientAddress = ClientAddress(trustedProxies: policy.trustedProxies)
        archive = ArchivePages(pages: pages, templates: templates)
        issues = IssuePages(viewer: viewer, pages: pages)
        self.pages = pages
        self.hooks = hooks
        self.monitor = monitor
        self.metricsReaders = metricsReaders
        self.onFailure = onFailure
    }

    public func respond(to request: HTTPRequest, now: Timestamp) -> HTTPResponse {
        let language = PageLanguage(request, templates.phrasebook)
        do {
            for path in templates.base.candidates(for: request.path) {
                let found = Self.routes.compactMap { route in route.parameters(in: path).map { (route, $0) } }
                if found.isEmpty { continue }
                guard let (route, parameters) = found.first(where: { $0.0.method == request.method }) else {
                    return notAllowed(found.map(\.0.method), language)
                }
                return try route.handle(
                    self,
                    Visit(
                        request: request, parameters: parameters, now: now, client: clientAddress.of(request),
                        language: language, path: path))
            }
            return errorPage(404, language)
        } catch PageError.notFound, MembershipError.noSuchList {
            return errorPage(404, language)
        } catch PageError.tooManyRequests {
            var page = errorPage(429, language)
            page.setHeader("Retry-After", "\(RequestLimiter.window)")
            return page
        } catch {
            let status = onFailure(error)
            var page = errorPage(status, language)
            if status == 503 { page.setHeader("Retry-After", "30") }
            return page
        }
    }

    /// The page for a status that no route gave: what `HTTPServer` refuses (400, 413), and the errors of this site.
    public func errorPage(_ status: Int) -> HTTPResponse {
        errorPage(status, PageLanguage(nil, templates.phrasebook))
    }

    private func errorPage(_ status: Int, _ language: PageLanguage) -> HTTPResponse {
        // Another HTTP than ours (501, 505) is to a reader as unreadable as a malformed request.
        let text = status == 501 || status == 505 ? 400 : status
        do {
            let query = language.chosen.map { "?lang=\($0)" } ?? ""
            var page = try templates.response(
                .error, ["status_\(text)": true, "lang_query": .text(query)], nil, in: language.tag(),
                status: status)
            page.setHeader("Cache-Control", "no-store")
            return page
        } catch {
            _ = onFailure(error)
            return .text("Something went wrong here. Please try again later.\n", status: status)
        }
    }

    private func notAllowed(_ methods: [HTTPMethod], _ language: PageLanguage) -> HTTPResponse {
        var page = errorPage(405, language)
        // RFC 9110 §15.5.6: Allow is a must.
        let allowed = (methods.contains(.get) ? ["GET", "HEAD"] : []) + (methods.contains(.post) ? ["POST"] : [])
        page.setHeader("Allow", allowed.joined(separator: ", "))
        return page
    }

    private func explainTestCopy(_ visit: Visit) throws -> HTTPResponse {
        try templates.response(.testCopy, [:], visit, in: visit.language.tag()).personal
    }

    /// For programs that watch: 200, or 503 with the reasons as JSON.
    private func health(_ visit: Visit) -> HTTPResponse {
        var troubles: [String] = []
        if let monitor {
            troubles = monitor.troubles(now: visit.now)
        } else {
            do { try pages.check() } catch {
                _ = onFailure(error)
                troubles = ["the store does not answer"]
            }
        }
        var response = HTTPResponse.text("ok\n")
        if !troubles.isEmpty {
            let reasons = troubles.map { "\"\($0)\"" }.joined(separator: ",")
            response = .text("{\"status\":\"failing\",\"reasons\":[\(reasons)]}\n", status: 503)
            response.setHeader("Content-Type", "application/json")
        }
        response.setHeader("Cache-Control", "no-store")
        return response
    }

    private func metrics(_ visit: Visit) throws -> HTTPResponse {
        guard let monitor, metricsReaders.contains(where: { $0.contains(visit.client) }) else {
            throw PageError.notFound
        }
        var response = HTTPResponse.text(monitor.metrics(now: visit.now))
        response.setHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        response.setHeader("Cache-Control", "no-store")
        return response
    }
}
