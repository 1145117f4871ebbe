import Arguments
import Composer
import Foundation
import Mail
import Newsletter

/// The list of an issue file, for the commands that compose one.
let listOption = Option.value("list", "LIST", "the list", default: "as the file says")

/// An issue file read and composed for a list: what preview shows and queue stores.
struct IssueComposing {
    let list: MailingList
    let slug: Slug
    let from: Mailbox
    let composed: ComposedIssue

    /// - Parameter listOption: `--list`, where the front matter names none.
    init(file: String, listOption: ListName?, _ session: Session, _ desk: any Desk) throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(.noInput, "cannot read the issue file \(file)")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Failure(.data, "\(file) is not UTF-8 text; save it as UTF-8")
        }
        let issue = try IssueFile(text: text, file: file)
        list = try session.list(named: IssueComposing.name(issue, listOption), on: desk)
        guard let slug = issue.slug else {
            throw Failure(
                .data,
                "\(file): the file's name makes no slug; give one in the front matter, such as slug: 2020-01")
        }
        self.slug = slug
        let settings = try session.settings()
        let links = Links(publicURL: settings.publicURL)
        from = issue.from ?? list.from ?? settings.from
        composed = try ComposedIssue.compose(
            issue,
            IssueContext(
                list: list, from: from, replyTo: issue.replyTo ?? list.replyTo, slug: slug,
                publicURL: settings.publicURL, archiveURL: links.archive(list.name.text) + "/" + slug.text,
                subscribeURL: links.subscribe(list.name.text), postalAddress: list.postalAddress),
            session.mailTemplates())
    }

    private static func name(_ issue: IssueFile, _ option: ListName?) throws -> ListName {
        switch (issue.list, option) {
        case (let named?, let option?) where named != option:
            throw Failure(
                .data, "\(issue.file) is for the list \"\(named.text)\", --list says \"\(option.text)\"; keep one")
        case (let name?, _), (nil, let name?): return name
        case (nil, nil):
            throw Failure(.usage, "\(issue.file) names no list; give --list, or list: in its front matter")
        }
    }
}
