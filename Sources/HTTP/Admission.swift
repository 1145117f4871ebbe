/// Counts connections, in all and by client. Only the server's thread touches it.
final class Admission {
    enum Verdict: Equatable {
        case welcome
        /// One too many: it gets a polite refusal.
        case surplus
        /// The client has had its fill of refusals too: no answer.
        case nuisance
    }

    private let perClient: Int
    private var counts: [String: Int] = [:]
    private(set) var all = 0

    init(perClient: Int) {
        self.perClient = perClient
    }

    /// - Parameter account: whom the connection counts for besides all; nil: nobody.
    func enter(_ account: String?) -> Verdict {
        all += 1
        guard let account else { return .welcome }
        let count = counts[account, default: 0] + 1
        counts[account] = count
        if count <= perClient { return .welcome }
        return count <= 2 * perClient ? .surplus : .nuisance
    }

    /// Once for each `enter`.
    func leave(_ account: String?) {
        all -= 1
        guard let account, let count = counts[account] else { return }
        counts[account] = count > 1 ? count - 1 : nil
    }
}
