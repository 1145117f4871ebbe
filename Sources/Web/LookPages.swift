import HTTP
import Mustache

/// What pages look like: the style sheet in each theme, and the themes' logos.
struct LookPages: Sendable {
    let looks: any PageLooks
    let base: BasePath
    /// `style.css` of the folder `Templates/web`.
    private let stylesheet: String
    private let version: String

    init(looks: any PageLooks, base: BasePath, stylesheet: String) {
        self.looks = looks
        self.base = base
        self.stylesheet = stylesheet
        version = Fingerprint(stylesheet.utf8).text
    }

    /// What the layout shows of a look. Addresses change with what they lead to.
    func view(_ look: PageLook) -> [String: MustacheValue] {
        [
            "stylesheet": .text("\(base.text)/style.css?theme=\(look.name)&v=\(version(of: look))"),
            "logo": look.logo.map { logo in
                [
                    "source": .text("\(base.text)/logo/\(look.name)?v=\(version(of: look))"),
                    "alt": .text(logo.alternative), "width": .text("\(logo.width)"),
                ]
            } ?? .null,
        ]
    }

    /// The sheet in the theme that the query names; else in that of the pages that belong to no list.
    func style(_ visit: Visit) throws -> HTTPResponse {
        guard let name = visit.request.queryValue("theme") else { return style(in: looks.look(of: nil), visit) }
        guard let look = looks.look(named: name) else { throw PageError.notFound }
        return style(in: look, visit)
    }

    private func style(in look: PageLook, _ visit: Visit) -> HTTPResponse {
        kept(
            PublicMedia(type: "text/css; charset=utf-8", bytes: Array((look.css + stylesheet).utf8)), of: look, visit)
    }

    func logo(_ visit: Visit) throws -> HTTPResponse {
        guard let look = visit.parameters["THEME"].flatMap(looks.look(named:)), let logo = look.logo else {
            throw PageError.notFound
        }
        return kept(logo.image, of: look, visit)
    }

    private func version(of look: PageLook) -> String { "\(version)\(look.version)" }

    /// For ever where the address says which version it is (RFC 8246 §2), else for an hour.
    private func kept(_ media: PublicMedia, of look: PageLook, _ visit: Visit) -> HTTPResponse {
        var response = HTTPResponse(status: 200, body: media.bytes)
        response.setHeader("Content-Type", media.type)
        let isThisVersion = visit.request.queryValue("v") == version(of: look)
        response.setHeader(
            "Cache-Control", isThisVersion ? "public, max-age=31536000, immutable" : "public, max-age=3600")
        return response
    }
}
