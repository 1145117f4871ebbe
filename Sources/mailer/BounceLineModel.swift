import Mail
import Newsletter

/// A line of the log as `bounce ls` prints it.
struct BounceLineModel: Encodable {
    var at: Timestamp
    /// `relay`: said at once; `returned`: came back later.
    var source: String
    var issue, list: String?
    var email: String
    var `class`, status, reason: String?
    /// Of the relay's replies.
    var stage, text, host, verdict: String?
    var code: Int?
    /// Of what came back.
    var kind, effect: String?
    var mail: Int64?

    init(_ line: BounceLine) {
        at = line.at
        list = line.list?.text
        issue = line.issue?.text
        email = line.email
        status = line.status
        reason = line.reason
        self.class = line.failure
        switch line.source {
        case .relay(let stage, let code, let text, let host, let verdict):
            source = "relay"
            self.stage = stage.rawValue
            self.code = code
            self.text = text
            self.host = host
            self.verdict = verdict.rawValue
        case .returned(let kind, let effect, let mail):
            source = "returned"
            self.kind = kind
            self.effect = effect.rawValue
            self.mail = mail
        }
    }

    var line: String {
        let words = [code.map { "\($0)" }, status, text].compactMap { $0 }.joined(separator: " ")
        let issue = list.map { [$0, self.issue].compactMap(\.self).joined(separator: "/") } ?? "(system mail)"
        return [
            at.rfc3339, issue, email, stage ?? "returned", reason ?? "-",
            verdict ?? [kind, self.class, effect].compactMap { $0 }.joined(separator: " "), words,
        ].joined(separator: "  ")
    }
}
