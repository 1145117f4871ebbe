import Foundation
import Mail
import Testing

@testable import Preflight

@Suite struct IssueCheckTests {
    @Test func aCleanIssueHasNoFindings() throws {
        var draft = Draft()
        draft.body += """

            {{#name}}
            Dear {{name}},
            {{/name}}

            ## Chile

            ### A visit

            [The programme](https://example.org/programme?who={{email}}) and [its minutes](#news) are out, and
            [example.org](https://www.example.org/) has more; write to [the office](mailto:office@example.org).
            [Node.js](https://nodejs.org/){{name|}}, [the form](<https://example.org/the form.pdf>),
            <b style="color:#fff;background-color:#0b5c7a">now</b>,
            an [ordinary]({{unsubscribe_url}}) link, `%%CODE%%`, and the XXX Congress.

            ![Exports by country](chart.png)

            <p style="font-size:17px">Own words, <a href="https://example.org/programme?who={{email}}">linked</a>.</p>

            """
        draft.files["chart.png"] = Picture.png(width: 600)
        #expect(try draft.findings() == [])
    }

    /// One issue for each code, which finds exactly that.
    @Test(arguments: Case.all) func eachCodeIsFoundAlone(_ one: Case) throws {
        var draft = Draft()
        one.change(&draft)
        let findings = try draft.findings()
        #expect(Set(findings.map(\.code)) == [one.code], "\(findings.map(\.description))")
        let finding = try #require(findings.first)
        #expect(finding.severity == one.code.severity)
        if let line = one.line { #expect(finding.line == line, "\(finding)") }
        if let column = one.column { #expect(finding.column == column, "\(finding)") }
        #expect(!finding.message.isEmpty && !finding.mend.isEmpty)
    }

    @Test func everyCodeHasACase() {
        // The command finds these: from an issue that can't be composed, from the database, from the web.
        let elsewhere: Set<FindingCode> = [
            .issueFile, .unknownField, .slugTaken, .listIncomplete, .linkDead, .linkUnsure, .linkMoved,
        ]
        #expect(Set(Case.all.map(\.code)).union(elsewhere) == Set(FindingCode.allCases))
    }

    @Test func theShippedIssueIsFreeOfErrorsAndWarnings() throws {
        let findings = try Draft.findings(
            file: Draft.root + "/Examples/2020-01-msme-newsletter.md", templates: Draft.root + "/Templates/mail")
        #expect(findings == [])
    }

    /// The real issue as it went out, put under a front matter; its plain lines are Markdown as they are.
    @Test func theSeedIsFreeOfErrors() throws {
        let path = Draft.root + "/../shared/seed/2020-01-msme-newsletter.txt"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
        var draft = Draft()
        draft.body = text
        #expect(try draft.findings().filter { $0.severity == .error } == [])
    }

    @Test func theDocumentationHasTheTable() throws {
        let rows = FindingCode.allCases.map { code in
            "| `\(code.rawValue)` | \(code.severity.rawValue) | \(code.summary.replacing("|", with: "\\|")) |"
        }
        let page = try String(contentsOfFile: Draft.root + "/docs/writing-issues.md", encoding: .utf8)
        let found = page.split(separator: "\n").filter {
            $0.wholeMatch(of: #/\| `[a-z-]+` \| (?:error|warning|note) \|.*/#) != nil
        }
        #expect(
            found.map(String.init) == rows, "write this into docs/writing-issues.md:\n\(rows.joined(separator: "\n"))")
    }
}
