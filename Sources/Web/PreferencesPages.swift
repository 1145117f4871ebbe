import HTTP
import Mail
import Membership
import Mustache
import Newsletter

/// "Mail me my links", and where such a link leads: all that a reader can change.
///
/// The path is the capability, for an hour; there are no cookies, so nothing that a CSRF token would guard.
struct PreferencesPages: Sendable {
    let registrar: Registrar
    let templates: PageTemplates
    let policy: SignUpPolicy
    let limiter: RequestLimiter
    let formGuard: FormGuard

    /// The pauses on offer, in months and the seconds that they last.
    private static let pauses: [(months: Int, seconds: Int64)] = [
        (1, 30 * 86_400), (3, 91 * 86_400), (6, 182 * 86_400),
    ]

    // MARK: - Mail me my links

    func askForLinks(_ visit: Visit) throws -> HTTPResponse {
        try linksForm(SignUpForm(), visit, status: 200)
    }

    /// Answers the same page for every address.
    func mailLinks(_ visit: Visit) throws -> HTTPResponse {
        // Which addresses may sign up is no matter here: whoever is in, gets their links.
        let form = SignUpForm(visit.request, SignUpPolicy())
        guard let address = form.accepted else { return try linksForm(form, visit, status: 422) }
        guard formGuard.trusts(visit.request, now: visit.now) else {
            var question = formGuard.question("/links", form.fields, now: visit.now)
            question["is_plain"] = true
            return try templates.response(.question, question, visit, in: visit.language.tag()).fresh
        }
        guard limiter.admits(.client(at: visit.client), now: visit.now) else { throw PageError.tooManyRequests }
        try registrar.mailLinks(to: address, now: visit.now)
        return try templates.response(.linksSent, [:], visit, in: visit.language.tag())
    }

    private func linksForm(_ form: SignUpForm, _ visit: Visit, status: Int) throws -> HTTPResponse {
        try templates.response(
            .links, ["form": form.view, "stamp": formGuard.stamp(now: visit.now)], visit, in: visit.language.tag(),
            status: status
        ).fresh
    }

    // MARK: - Preferences

    func show(_ visit: Visit) throws -> HTTPResponse {
        try page(registrar.preferences(visit.token, now: visit.now), visit)
    }

    func submit(_ visit: Visit) throws -> HTTPResponse {
        guard case .open(let current) = try registrar.preferences(visit.token, now: visit.now) else {
            return try show(visit)
        }
        switch visit.request.formValue("action") {
        case "save": return try save(current, visit)
        case "leave": return try leave(current, visit)
        case "move": return try move(current, visit)
        case "arrives":
            return try page(registrar.liftSuspension(visit.token, now: visit.now), visit, ["arrives": true])
        default: return try show(visit)
        }
    }

    private func save(_ current: Preferences, _ visit: Visit) throws -> HTTPResponse {
        let lists = Set(visit.request.form.filter { $0.name == "list" }.compactMap { try? ListName($0.value) })
        let form = SignUpForm(visit.request, SignUpPolicy())
        // What a list asks must keep nobody from leaving it.
        let answers = FieldAnswers(current.fields(of: lists), visit.request, known: current.attributes)
        guard form.nameFault == nil, answers.areComplete else {
            let shown = visit.language.tag(reader: current.language)
            return try page(
                .open(current), visit,
                [
                    "open": view(current, visit, typed: lists), "person": ["form": form.view],
                    "custom_fields": answers.view(in: shown),
                ], status: 422)
        }
        let language = visit.request.formValue("language") ?? ""
        let isOffered = templates.phrasebook.languages.contains(language) || language == current.language
        let pausedUntil: Timestamp? =
            switch visit.request.formValue("pause") {
            case "keep": current.pausedUntil
            case let months?: Self.pauses.first { String($0.months) == months }.map { visit.now + $0.seconds }
            case nil: nil
            }
        let saved = try registrar.save(
            visit.token,
            change(
                form.readerName?.text, isOffered ? language : nil, lists, pausedUntil, answers.values,
                shown: visit.language.tag(reader: current.language)),
            network: visit.client, now: visit.now)
        return try page(saved, visit, ["saved": true])
    }

    private func leave(_ current: Preferences, _ visit: Visit) throws -> HTTPResponse {
        let left = try registrar.save(
            visit.token, change(current.name, current.language, [], nil, shown: visit.language.tag()),
            network: visit.client, now: visit.now)
        return try page(left, visit, ["left": true])
    }

    private func change(
        _ name: String?, _ language: String?, _ lists: Set<ListName>, _ pausedUntil: Timestamp?,
        _ attributes: [String: String] = [:],
        shown: String
    ) -> PreferencesChange {
        PreferencesChange(
            name: name, language: language, lists: lists, pausedUntil: pausedUntil, attributes: attributes
        ) {
            try templates.wording(.preferences, for: $0.view, in: shown)
        }
    }

    private func move(_ current: Preferences, _ visit: Visit) throws -> HTTPResponse {
        let form = SignUpForm(visit.request, policy)
        guard let address = form.accepted else {
            return try page(
                registrar.preferences(visit.token, now: visit.now), visit, ["form": form.view], status: 422)
        }
        if address.key == current.address.key { return try page(.open(current), visit, ["move_same": true]) }
        guard limiter.admits(.client(at: visit.client), now: visit.now) else { throw PageError.tooManyRequests }
        let asked = try registrar.requestMove(visit.token, to: address, now: visit.now)
        return try page(asked, visit, ["move_asked": .text(address.text)])
    }

    private func page(
        _ page: PreferencesPage, _ visit: Visit, _ more: [String: MustacheValue] = [:], status: Int = 200
    ) throws -> HTTPResponse {
        switch page {
        case .invalid:
            try templates.response(.badLink, [:], visit, in: visit.language.tag(), status: 404).personal
        case .expired:
            try templates.response(
                .preferences, ["expired": true], visit, in: visit.language.tag(), status: 410
            ).personal
        case .open(let preferences):
            try templates.response(
                .preferences,
                [
                    "open": view(preferences, visit), "person": ["form": ["name": .text(preferences.name ?? "")]],
                    "token": .text(visit.token),
                    "custom_fields": FieldAnswers(preferences.fields(), known: preferences.attributes).view(
                        in: visit.language.tag(reader: preferences.language)),
                ].merging(more) { _, new in new },
                visit, in: visit.language.tag(reader: preferences.language), status: status
            ).personal
        }
    }

    /// - Parameter typed: the lists that were ticked in a form that comes back; then the rest of it is shown as typed, too.
    private func view(_ preferences: Preferences, _ visit: Visit, typed: Set<ListName>? = nil) -> MustacheValue {
        let language = typed == nil ? preferences.language : visit.request.formValue("language")
        let pause = typed == nil ? "keep" : visit.request.formValue("pause")
        var languages = templates.phrasebook.languages
        if let own = preferences.language, !languages.contains(own) { languages.append(own) }
        return [
            "address": .text(preferences.address.text),
            "tongues": .list(
                languages.map { tag in
                    [
                        "tag": .text(tag), "name": .text(templates.name(of: tag)),
                        "selected": .bool(tag == language),
                    ]
                }),
            "choices": .list(
                preferences.choices.map { choice in
                    [
                        "list": choice.list.view, "subscribed": .bool(choice.isSubscribed),
                        "ticked": .bool(typed?.contains(choice.list.name) ?? choice.isSubscribed),
                    ]
                }),
            "receives_something": .bool(preferences.choices.contains(where: \.isSubscribed)),
            "paused_until": preferences.pausedUntil.flatMap { until in until > visit.now ? until.dayView : nil }
                ?? .null,
            "suspended": preferences.suspension?.since.dayView ?? .null,
            "keeps_pause": .bool(pause == "keep"),
            "pauses": .list(
                Self.pauses.map {
                    [
                        "months": .integer($0.months), "one": .bool($0.months == 1),
                        "selected": .bool(pause == String($0.months)),
                    ]
                }),
        ]
    }
}
