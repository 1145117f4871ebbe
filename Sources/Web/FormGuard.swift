import HTTP
import Mail
import Membership
import Mustache

/// Tells people from programs that fill in every form they find. Whoever is in doubt is asked to press one more button:
/// nobody is turned away for a slow program or a quick hand.
struct FormGuard: Sendable {
    let registrar: Registrar

    /// A field that people don't see.
    static let trap = "contact_url"
    static let stamp = "stamp"

    private static let quickest: Int64 = 2  // seconds in which nobody reads and fills in a form
    private static let longest: Int64 = 86_400  // a page may stay open for a day

    func stamp(now: Timestamp) -> MustacheValue {
        .text(registrar.formStamp(.form, now: now))
    }

    /// Whether the form was sent by whoever looked at it.
    func trusts(_ request: HTTPRequest, now: Timestamp) -> Bool {
        guard request.formValue(FormGuard.trap)?.isEmpty ?? true,
            let stamp = request.formValue(FormGuard.stamp).flatMap(registrar.readFormStamp)
        else { return false }
        let age = now.seconds - stamp.shownAt.seconds
        guard age <= FormGuard.longest else { return false }
        switch stamp.page {
        case .form: return age >= FormGuard.quickest
        case .question: return age >= 0
        }
    }

    /// What the page with one more button needs: where it goes, and what was typed.
    func question(_ action: String, _ fields: [(name: String, value: String)], now: Timestamp) -> [String:
        MustacheValue]
    {
        let fields = fields + [(FormGuard.stamp, registrar.formStamp(.question, now: now))]
        return [
            "action": .text(action),
            "fields": .list(fields.map { ["name": .text($0.name), "value": .text($0.value)] }),
        ]
    }
}
