import HTTP
import Membership
import Mustache
import Newsletter

/// The lists, and the way into one.
struct SignUpPages: Sendable {
    let registrar: Registrar
    let pages: any PublicPages
    let templates: PageTemplates

    /// Every list with its form.
    func home() throws -> HTTPResponse {
        let lists = try pages.lists().map { list -> MustacheValue in
            ["list": list.view, "form": SignUpForm().view]
        }
        return try templates.response(.home, ["lists": .list(lists)])
    }

    func show(_ visit: Visit) throws -> HTTPResponse {
        try page(of: list(visit), SignUpForm(), status: 200)
    }

    /// Answers the same page for every address, known, unknown or blocked, so that nobody learns who reads what.
    func submit(_ visit: Visit) throws -> HTTPResponse {
        let list = try list(visit)
        let form = SignUpForm(visit.request)
        guard let address = form.address, form.nameFault == nil else {
            return try page(of: list, form, status: 422)
        }
        try registrar.request(
            SubscriptionRequest(
                list: list.name, address: address, name: form.readerName?.text, network: visit.request.remoteAddress,
                wording: try templates.wording(for: list.view)),
            now: visit.now)
        return try templates.response(.checkInbox, ["list": list.view])
    }

    private func page(of list: MailingList, _ form: SignUpForm, status: Int) throws -> HTTPResponse {
        try templates.response(.subscribe, ["list": list.view, "form": form.view], status: status)
    }

    private func list(_ visit: Visit) throws -> MailingList {
        guard let name = visit.list, let list = try pages.list(named: name) else { throw PageError.notFound }
        return list
    }
}
