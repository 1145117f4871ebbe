import HTTP
import Membership
import Mustache
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
            case .unsubscribe: try unsubscribe(visit)
            case .undo: try registrar.undo(token, network: network, now: now)
            }
        return try response(action, page, visit)
    }

    private func unsubscribe(_ visit: Visit) throws -> LinkPage {
        let page = try registrar.unsubscribe(visit.token, network: visit.client, now: visit.now)
        if let reason = LeavingReason(visit.request) {
            try registrar.note(reason, behind: visit.token, now: visit.now)
        }
        return page
    }

    private func response(_ action: Action, _ page: LinkPage, _ visit: Visit) throws -> HTTPResponse {
        var (template, model, status) = content(action, page, visit)
        let lists = try registrar.lists(behind: visit.token, for: action.purpose)
        model["several"] = .bool(lists.count > 1)
        model["lists"] = .list(lists.map { ["list": $0.view] })
        let language = visit.language.tag(
            reader: try registrar.language(behind: visit.token, for: action.purpose), list: page.list?.language)
        return try templates.response(template, model, visit, about: page.list, in: language, status: status).personal
    }

    private func content(
        _ action: Action, _ page: LinkPage, _ visit: Visit
    ) -> (PageTemplates.Page, [String: MustacheValue], status: Int) {
        let template = action.template
        switch page {
        case .invalid: return (.badLink, [:], 404)
        case .expired(let list): return (template, ["list": list.view, "expired": true], 410)
        case .declined(let list): return (template, ["list": list.view, "declined": true], 410)
        case .ready(let list):
            return (template, ["list": list.view, "ready": true, "token": .text(visit.token)], 200)
        case .done(let list):
            let thanks = action == .unsubscribe && LeavingReason(visit.request) != nil
            return (
                template,
                ["list": list.view, "done": true, "thanks": .bool(thanks), "token": .text(visit.token)], 200
            )
        case .readyToMove: return (.move, ["ready": true, "token": .text(visit.token)], 200)
        case .moved: return (.move, ["done": true], 200)
        case .moveExpired: return (.move, ["expired": true], 410)
        }
    }
}

extension LeavingReason {
    /// Nil where the reader said nothing, as a mail host that unsubscribes for its reader does.
    fileprivate init?(_ request: HTTPRequest) {
        let words = request.formValue("words").flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        let choice = request.formValue("reason").flatMap(Choice.init) ?? (words == nil ? nil : .other)
        guard let choice else { return nil }
        self.init(choice: choice, words: words)
    }
}

extension LinkPage {
    fileprivate var list: MailingList? {
        switch self {
        case .expired(let list), .declined(let list), .ready(let list), .done(let list): list
        case .invalid, .readyToMove, .moved, .moveExpired: nil
        }
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
