import HTTP
import Membership
import Newsletter
import Signing

/// Where the links of our mails lead: GET shows one button, POST is the button.
///
/// The path is the capability: there are no cookies, so nothing that a CSRF token would guard.
struct LinkPages: Sendable {
    enum Action: Sendable {
        case confirm, decline, unsubscribe
    }

    let registrar: Registrar
    let templates: PageTemplates

    /// Reads only: scanners open every link of a mail.
    func show(_ action: Action, _ visit: Visit) throws -> HTTPResponse {
        let purpose: LinkPurpose =
            switch action {
            case .confirm: .confirm
            case .decline: .decline
            case .unsubscribe: .unsubscribe
            }
        return try response(action, registrar.look(at: visit.token, for: purpose, now: visit.now), visit)
    }

    /// The button. For `unsubscribe` also what a mail host sends for its reader (RFC 8058 §3.1): the body changes nothing, it may
    /// be repeated, and the answer is 200 without a redirect or a cookie.
    func press(_ action: Action, _ visit: Visit) throws -> HTTPResponse {
        let network = visit.request.remoteAddress
        let page =
            switch action {
            case .confirm: try registrar.confirm(visit.token, network: network, now: visit.now)
            case .decline: try registrar.decline(visit.token, network: network, now: visit.now)
            case .unsubscribe: try registrar.unsubscribe(visit.token, network: network, now: visit.now)
            }
        return try response(action, page, visit)
    }

    private func response(_ action: Action, _ page: LinkPage, _ visit: Visit) throws -> HTTPResponse {
        let template: PageTemplates.Page =
            switch action {
            case .confirm: .confirm
            case .decline: .decline
            case .unsubscribe: .unsubscribe
            }
        var response =
            switch page {
            case .invalid: try templates.response(.badLink, [:], status: 404)
            case .expired(let list):
                try templates.response(template, ["list": list.view, "expired": true], status: 410)
            case .ready(let list):
                try templates.response(template, ["list": list.view, "ready": true, "token": .text(visit.token)])
            case .done(let list): try templates.response(template, ["list": list.view, "done": true])
            }
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("X-Robots-Tag", "noindex")
        return response
    }
}
