/// What a web server said of a page.
public enum LinkAnswer: Sendable, Equatable {
    /// `movedTo`: where it has moved for good.
    case status(Int, movedTo: String?)
    case noSuchHost
    /// No answer; why not, in a phrase.
    case failed(String)
}

/// Where links lead, after somebody went there.
enum FetchCheck {
    static func findings(of version: CheckedVersion, _ answers: [String: LinkAnswer]) -> [IssueFinding] {
        version.links.compactMap { link in
            guard let answer = answers[link.url] else { return nil }
            let found = { (code: FindingCode, message: String) in
                version.finding(code, line: link.line, at: link.url, message)
            }
            switch answer {
            case .status(200..<300, nil): return nil
            case .status(200..<300, let address?):
                return found(.linkMoved, "\(link.url) has moved for good to \(address)")
            case .status(let status, _) where status == 404 || status == 410:
                return found(.linkDead, "the server of \(link.url) says that there is no such page (\(status))")
            case .status(let status, _):
                return found(.linkUnsure, "the server of \(link.url) answers \(status), to programs at least")
            case .noSuchHost: return found(.linkDead, "there is no host of the name in \(link.url)")
            case .failed(let reason): return found(.linkUnsure, "\(link.url) could not be opened: \(reason)")
            }
        }
    }
}
