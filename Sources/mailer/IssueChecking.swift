import Composer
import Curl
import Foundation
import Mail
import Newsletter
import Preflight

/// The pre-flight check of an issue file: what `Preflight` finds, and what the list, the settings and the queue say.
struct IssueChecking {
    private(set) var findings: [IssueFinding]

    /// Checks a file that may be no issue at all: its mistake is a finding then.
    /// - Parameter fetches: asks the servers of the issue's links, too.
    init(file: String, listOption: ListName?, fetches: Bool, _ session: Session, _ desk: any Desk) throws {
        do {
            let composing = try IssueComposing(file: file, listOption: listOption, session, desk)
            try self.init(composing, fetches: fetches, session)
            findings += try Self.obligations(composing, session) + Self.taken(composing, desk)
        } catch let mistake as IssueFileError {
            self.init(mistake)
        } catch IssueVersionsError.notUTF8(let file, let line) {
            self.init(
                IssueFinding(
                    .issueFile, file: file, line: line, "this is not UTF-8 text", mend: "save the file as UTF-8"))
        } catch let error as ComposeError {
            guard let mistake = error.mistake else { throw error }
            self.init(mistake)
        }
    }

    /// Checks what is about to be queued; the rest of the conditions has its own errors there.
    init(_ composing: IssueComposing, fetches: Bool = false, _ session: Session) throws {
        let settings = try session.settings()
        let issue = try CheckedIssue(
            versions: Array(zip(composing.files, composing.versions)),
            reader: SampleReader.madeUp(composing, Links(settings)), now: session.now, publicURL: settings.publicURL,
            layoutWidth: session.looks().theme(of: composing.list).width)
        findings = IssueCheck.findings(of: issue, answers: fetches ? Self.answers(issue.webAddresses) : [:])
    }

    private static func answers(_ urls: [String]) -> [String: LinkAnswer] {
        WebProbe().ask(urls).mapValues { answer in
            switch answer.outcome {
            case .status(let status): .status(status, movedTo: answer.movedTo)
            case .noSuchHost: .noSuchHost
            case .failed(let reason): .failed(reason)
            }
        }
    }

    private init(_ finding: IssueFinding) {
        findings = [finding]
    }

    private init(_ mistake: IssueFileError) {
        let code: FindingCode =
            switch mistake.kind {
            case .syntax: .issueFile
            case .field: .unknownField
            case .link: .linkMalformed
            }
        let parts = mistake.message.split(separator: "; ", maxSplits: 1).map(String.init)
        self.init(
            IssueFinding(
                code, file: mistake.file, line: mistake.line, parts[0], mend: parts.count > 1 ? parts[1] : nil))
    }

    func count(_ severity: IssueFinding.Severity) -> Int { findings.count { $0.severity == severity } }

    /// `2 errors, 1 warning`; nil without findings.
    var summary: String? {
        let parts = IssueFinding.Severity.allCases.compactMap { severity -> String? in
            let count = count(severity)
            return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private static func obligations(_ composing: IssueComposing, _ session: Session) throws -> [IssueFinding] {
        do {
            try Obligations.check(composing, session.settings())
            return []
        } catch let failure as Failure {
            let parts = failure.message.split(separator: "; ", maxSplits: 1).map(String.init)
            return [
                IssueFinding(
                    .listIncomplete, file: composing.files[0].file, parts[0], mend: parts.count > 1 ? parts[1] : nil)
            ]
        }
    }

    /// Whether another content stands in the queue under the issue's name.
    private static func taken(_ composing: IssueComposing, _ desk: any Desk) throws -> [IssueFinding] {
        guard let issue = try desk.issue(composing.slug, of: composing.list.name),
            let stored = try desk.content(ofIssue: issue.id)
        else { return [] }
        let decoder = JSONDecoder()
        let versions = try stored.composed.map { try decoder.decode(ComposedIssue.self, from: Data($0.utf8)) }
        if ComposedIssue.digest(of: versions) == ComposedIssue.digest(of: composing.versions) { return [] }
        let file = composing.files[0]
        return [
            IssueFinding(
                .slugTaken, file: file.file, line: file.line(of: "slug"),
                "\(issue.list.text)/\(issue.slug.text) is queued already with another content")
        ]
    }
}
