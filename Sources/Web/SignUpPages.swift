import HTTP
import Mail
import Membership
import Mustache
import Newsletter

/// The lists, and the way into one or several.
struct SignUpPages: Sendable {
    let registrar: Registrar
    let pages: any PublicPages
    let templates: PageTemplates
    let policy: SignUpPolicy
    let limiter: RequestLimiter
    let formGuard: FormGuard

    /// The lists with one form for all.
    func home(_ visit: Visit) throws -> HTTPResponse {
        try home(pages.lists(), SignUpForm(), chosen: nil, visit, status: 200)
    }

    func show(_ visit: Visit) throws -> HTTPResponse {
        let list = try list(visit)
        return try page(of: list, SignUpForm(), FieldAnswers(pages.fields(of: list)), visit, status: 200)
    }

    /// Answers the same page for every address, known, unknown or blocked, so that nobody learns who reads what.
    func submit(_ visit: Visit) throws -> HTTPResponse {
        let list = try list(visit)
        let form = SignUpForm(visit.request, policy)
        let answers = FieldAnswers(try pages.fields(of: list), visit.request)
        guard let address = form.accepted, answers.areComplete else {
            return try page(of: list, form, answers, visit, status: 422)
        }
        return try accept(address, form, answers, [list], .signUp, visit)
    }

    /// The form of all lists. Answers as `submit` does.
    func submitSeveral(_ visit: Visit) throws -> HTTPResponse {
        let all = try pages.lists()
        let form = SignUpForm(visit.request, policy)
        let names = Set(visit.request.form.filter { $0.name == "list" }.map(\.value))
        let chosen = try all.filter { try names.contains($0.name.text) && !needsAnswers($0) }
        guard let address = form.accepted, !chosen.isEmpty else {
            return try home(all, form, chosen: chosen, visit, status: 422)
        }
        return try accept(address, form, FieldAnswers([]), chosen, .several, visit)
    }

    private func accept(
        _ address: EmailAddress, _ form: SignUpForm, _ answers: FieldAnswers, _ lists: [MailingList],
        _ wording: PageTemplates.Wording, _ visit: Visit
    ) throws -> HTTPResponse {
        let language = visit.language.tag(list: lists[0].language)
        let theirs = wording == .several ? nil : lists[0]
        var model: [String: MustacheValue] =
            wording == .several
            ? ["several": true, "lists": .list(lists.map { ["list": $0.view] })] : ["list": lists[0].view]
        guard formGuard.trusts(visit.request, now: visit.now) else {
            // What is agreed to has to stand on the page: it may be the first of ours that is seen.
            let action = wording == .several ? "/subscribe" : "/subscribe/\(lists[0].name.text)"
            let names = wording == .several ? lists.map { ("list", $0.name.text) } : []
            model.merge(formGuard.question(action, form.fields + answers.asFields + names, now: visit.now)) { _, new in
                new
            }
            return try templates.response(.question, model, visit, about: theirs, in: language).fresh
        }
        guard limiter.admits(.client(at: visit.client), now: visit.now) else { throw PageError.tooManyRequests }
        try registrar.request(
            SubscriptionRequest(
                list: lists[0].name, also: lists.dropFirst().map(\.name), address: address,
                name: form.readerName?.text, language: language,
                attributes: answers.values.filter { !$0.value.isEmpty }, network: visit.client,
                wording: try templates.wording(wording, for: lists[0].view, in: language)),
            now: visit.now)
        return try templates.response(.checkInbox, model, visit, about: theirs, in: language)
    }

    /// - Parameter chosen: nil while nothing was sent.
    private func home(
        _ lists: [MailingList], _ form: SignUpForm, chosen: [MailingList]?, _ visit: Visit, status: Int
    ) throws -> HTTPResponse {
        var model: [String: MustacheValue] = ["stamp": formGuard.stamp(now: visit.now), "form": form.view]
        if let only = lists.first, lists.count == 1 {
            let fields = FieldAnswers(try pages.fields(of: only))
            model["single"] = [
                "list": only.view,
                "custom_fields": fields.view(in: visit.language.tag(list: only.language)),
            ]
        } else if lists.isEmpty {
            model["empty"] = true
        } else {
            model["several"] = true
            model["lists_fault"] = .bool(chosen?.isEmpty == true)
            model["lists"] = .list(
                try lists.map { list in
                    [
                        "list": list.view, "chosen_list": .bool(chosen?.contains(list) == true),
                        // What it must know, its own form asks.
                        "has_own_form": .bool(try needsAnswers(list)),
                    ]
                })
            model["privacy_pages"] = .list(Set(lists.compactMap(\.privacyURL)).sorted().map { ["url": .text($0)] })
        }
        return try templates.response(
            .home, model, visit, in: visit.language.tag(list: lists.first?.language), status: status
        ).fresh
    }

    private func needsAnswers(_ list: MailingList) throws -> Bool {
        try pages.fields(of: list).contains(where: \.isRequired)
    }

    private func page(
        of list: MailingList, _ form: SignUpForm, _ answers: FieldAnswers, _ visit: Visit, status: Int
    ) throws -> HTTPResponse {
        let model: [String: MustacheValue] = [
            "list": list.view, "form": form.view, "stamp": formGuard.stamp(now: visit.now),
            "custom_fields": answers.view(in: visit.language.tag(list: list.language)),
        ]
        return try templates.response(
            .subscribe, model, visit, about: list, in: visit.language.tag(list: list.language), status: status
        ).fresh
    }

    private func list(_ visit: Visit) throws -> MailingList {
        guard let name = visit.list, let list = try pages.list(named: name) else { throw PageError.notFound }
        return list
    }
}
