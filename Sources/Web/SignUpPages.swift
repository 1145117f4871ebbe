import HTTP
import Membership
import Mustache
import Newsletter

/// The lists, and the way into one.
struct SignUpPages: Sendable {
    let registrar: Registrar
    let pages: any PublicPages
    let templates: PageTemplates
    let policy: SignUpPolicy
    let limiter: RequestLimiter
    let formGuard: FormGuard

    /// Every list with its form.
    func home(_ visit: Visit) throws -> HTTPResponse {
        let all = try pages.lists()
        let lists = all.map { list -> MustacheValue in ["list": list.view, "form": SignUpForm().view] }
        return try templates.response(
            .home, ["lists": .list(lists), "stamp": formGuard.stamp(now: visit.now)], visit,
            in: visit.language.tag(list: all.first?.language)
        ).fresh
    }

    func show(_ visit: Visit) throws -> HTTPResponse {
        try page(of: list(visit), SignUpForm(), visit, status: 200)
    }

    /// Answers the same page for every address, known, unknown or blocked, so that nobody learns who reads what.
    func submit(_ visit: Visit) throws -> HTTPResponse {
        let list = try list(visit)
        let language = visit.language.tag(list: list.language)
        let form = SignUpForm(visit.request, policy)
        guard let address = form.accepted else {
            return try page(of: list, form, visit, status: 422)
        }
        guard formGuard.trusts(visit.request, now: visit.now) else {
            var question = formGuard.question("/subscribe/\(list.name.text)", form.fields, now: visit.now)
            question["list"] = list.view  // what is agreed to has to stand on the page: it may be the first of ours
            return try templates.response(.question, question, visit, in: language).fresh
        }
        guard limiter.admits(.client(at: visit.client), now: visit.now) else { throw PageError.tooManyRequests }
        try registrar.request(
            SubscriptionRequest(
                list: list.name, address: address, name: form.readerName?.text, language: language,
                network: visit.client, wording: try templates.wording(for: list.view, in: language)),
            now: visit.now)
        return try templates.response(.checkInbox, ["list": list.view], visit, in: language)
    }

    private func page(of list: MailingList, _ form: SignUpForm, _ visit: Visit, status: Int) throws -> HTTPResponse {
        let model: [String: MustacheValue] = [
            "list": list.view, "form": form.view, "stamp": formGuard.stamp(now: visit.now),
        ]
        return try templates.response(
            .subscribe, model, visit, in: visit.language.tag(list: list.language), status: status
        ).fresh
    }

    private func list(_ visit: Visit) throws -> MailingList {
        guard let name = visit.list, let list = try pages.list(named: name) else { throw PageError.notFound }
        return list
    }
}
