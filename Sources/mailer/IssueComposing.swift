import Arguments
import Composer
import Foundation
import Mail
import Newsletter

/// The list of an issue file, for the commands that compose one.
let listOption = Option.value("list", "LIST", "the list", default: "as the file says")

/// An issue file and its versions in other languages, read and composed for a list: what preview shows and queue stores.
struct IssueComposing {
    let list: MailingList
    let slug: Slug
    let from: Mailbox
    /// As its author wrote it, and as readers get it; the issue's own language first.
    let files: [IssueFile]
    let versions: [ComposedIssue]

    /// - Parameter listOption: `--list`, where the front matter names none.
    init(file: String, listOption: ListName?, _ session: Session, _ desk: any Desk) throws {
        let files = try IssueVersions(file: file)
        let issue = files.original
        self.files = [issue] + files.others
        let list = try session.list(named: IssueComposing.name(issue, listOption), on: desk)
        guard let slug = issue.slug else {
            throw Failure(
                .data,
                "\(file): the file's name makes no slug; give one in the front matter, such as slug: 2020-01")
        }
        self.list = list
        self.slug = slug
        let settings = try session.settings()
        from = issue.from ?? list.from ?? settings.from
        let from = from
        let templates = try session.looks().mailTemplates(for: list)
        let links = Links(settings)
        let style = IssueContext.MailStyle(
            images: settings.mail.images == .embed ? .embedded : .hosted, owner: settings.mail.listOwner,
            feedbackSender: settings.mail.feedbackID)
        func compose(_ version: IssueFile, language: String?) throws -> ComposedIssue {
            try ComposedIssue.compose(
                version,
                IssueContext(
                    list: list, from: from, replyTo: list.replyTo, slug: slug, publicURL: settings.publicURL,
                    archiveURL: links.archive(list.name.text, issue: slug.text, language: language),
                    subscribeURL: links.subscribe(list.name.text), mail: style),
                templates)
        }
        versions = try [compose(issue, language: nil)] + files.others.map { try compose($0, language: $0.language) }
        try IssueComposing.refuseTwins(versions, file)
    }

    /// The version for a reader of that language.
    func version(for language: String?) -> ComposedIssue {
        versions[LanguageTag.choice(for: language, of: versions.map(\.language))]
    }

    private static func refuseTwins(_ versions: [ComposedIssue], _ file: String) throws {
        let languages = versions.map { $0.language.lowercased() }
        guard let twin = languages.dropFirst().first(where: { $0 == languages.first }) else { return }
        throw Failure(
            .data,
            "\(file) is in \(twin), and a version in \(twin) lies beside it; say its language in its front matter")
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
