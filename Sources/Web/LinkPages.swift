import HTTP
import Membership
import Newsletter
import Signing

/// Where the links of our mails lead: GET shows one button, POST is the button.
///
/// The path is the capability: there are no cookies, so nothing that a CSRF token would guard.
struct LinkPages: Sendable {
    enum Action: Sendable {
        case confirm, decline, unsubscribe, undo

        var purpose: LinkPurpose {
            switch self {
            case .confirm: .confirm
            case .decline: .decline
            case .unsubscribe: .unsubscribe
            case .undo: .undo
            }
        }

        var template: PageTemplates.Page {
            switch self {
            case .confirm: .confirm
            case .decline: .decline
            case .unsubscribe: .unsubscribe
            case .undo: .undo
            }
        }
    }

    let registrar: Registrar
    let templates: PageTemplates

    /// Reads only: scanners open every link of a mail.
    func show(_ action: Action, _ visit: Visit) throws -> HTTPResponse {
        try response(action, registrar.look(at: visit.token, for: action.purpose, now: visit.now), visit)
    }

    /// The button. For `unsubscribe` also what a mail host sends for its reader (RFC 8058 §3.1): the body changes nothing, it may
    /// be repeated, and the answer is 200 without a redirect or a cookie.
    func press(_ action: Action, _ visit: Visit) throws -> HTTPResponse {
        let (token, network, now) = (visit.token, visit.client, visit.now)
        let page =
            switch action {
            case .confirm: try registrar.confirm(token, network: network, now: now)
            case .decline: try registrar.decline(token, network: network, now: now)
            case .unsubscribe: try registrar.unsubscribe(token, network: network, now: now)
            case .undo: try registrar.undo(token, network: network, now: now)
            }
        return try response(action, page, visit)
    }

    private func response(_ action: Action, _ page: LinkPage, _ visit: Visit) throws -> HTTPResponse {
        let template = action.template
        let response =
            switch page {
            case .invalid: try templates.response(.badLink, [:], status: 404)
            case .expired(let list):
                try templates.response(template, ["list": list.view, "expired": true], status: 410)
            case .declined(let list):
                try templates.response(template, ["list": list.view, "declined": true], status: 410)
            case .ready(let list):
                try templates.response(template, ["list": list.view, "ready": true, "token": .text(visit.token)])
            case .done(let list): try templates.response(template, ["list": list.view, "done": true])
            case .readyToMove: try templates.response(.move, ["ready": true, "token": .text(visit.token)])
            case .moved: try templates.response(.move, ["done": true])
            }
        return response.personal
    }
}

extension HTTPResponse {
    /// For one person alone: kept nowhere, found by no search engine.
    var personal: HTTPResponse {
        var response = fresh
        response.setHeader("X-Robots-Tag", "noindex")
        return response
    }

    /// Holds something of this moment.
    var fresh: HTTPResponse {
        var response = self
        response.setHeader("Cache-Control", "no-store")
        return response
    }
}
