import Foundation
import Mail
import Newsletter

extension ComposedIssue {
    /// Renders the issue for the list of `context`. All that is alike for every reader is done here.
    ///
    /// Reads images and attachments from the issue file's folder.
    /// - Throws: what the author or the admin has to mend, with file and line where it is the author.
    public static func compose(
        _ file: IssueFile, _ context: IssueContext, _ templates: MailTemplates
    ) throws(ComposeError) -> ComposedIssue {
        for url in [context.publicURL, context.archiveURL, context.subscribeURL] { try check(url) }
        guard let language = LanguageTag(file.language ?? context.list.language) else {
            throw ComposeError("the list's language is no language tag; set it to one like en, es or pt-BR")
        }
        let files: IssueFiles
        do {
            files = try IssueFiles(file)
        } catch {
            throw ComposeError(error)
        }
        let rendering = try IssueRendering(file, context, language, templates)
        let isEmbedded = context.mail.images == .embedded
        var media: [MediaFile] = []
        let logo = templates.look.logo.map { [$0.image] } ?? []
        let images = (files.images + logo).map { image in
            // Several paths may lead to the same bytes: the first carries them.
            let isFirst = !media.contains { $0.name == image.name }
            if isFirst { media.append(image) }
            return StoredFile(
                name: image.name, type: image.type, url: context.mediaURL(image.name),
                bytes: isEmbedded && isFirst ? Data(image.bytes) : Data())
        }
        let content = Content(
            subject: rendering.subject, language: language.text, header: header(of: file, context, language),
            text: rendering.text, html: rendering.html, images: images, areImagesEmbedded: isEmbedded,
            attachments: files.attachments)
        let page = rendering.page.filled(.html, { nobody($0, context) }, image: { images[$0].url })
        return ComposedIssue(content, webPage: page, media: media)
    }

    /// What stands in the public page where a copy has its reader's values.
    private static func nobody(_ field: MergeField, _ context: IssueContext) -> String {
        switch field {
        case .unsubscribeURL: context.subscribeURL
        case .viewURL: context.archiveURL
        case .name, .email, .attribute, .language, .list, .preferencesURL, .custom: ""
        }
    }

    private static func header(of file: IssueFile, _ context: IssueContext, _ language: LanguageTag) -> String {
        var fields = [HeaderField("From", mailbox: file.from ?? context.from)]
        if let replyTo = file.replyTo ?? context.replyTo { fields.append(HeaderField("Reply-To", mailbox: replyTo)) }
        fields.append(HeaderField("Content-Language", tokens: [language.text]))
        fields +=
            ListHeaders(
                title: Sentinel.strippedLine(context.list.title), identifier: context.listIdentifier,
                archiveURL: context.pastIssuesURL, subscribeURL: context.subscribeURL,
                helpURL: context.publicURL + "/", owner: context.mail.owner
            ).fields
        fields.append(ListHeaders.archivedAt(context.archiveURL))
        if let sender = context.mail.feedbackSender {
            // From the narrow to the wide; Gmail wants the sender last (support.google.com/mail/answer/6254652).
            let parts = [context.slug.text, context.list.name.text, "newsletter", sender]
            fields.append(HeaderField("Feedback-ID", tokens: [parts.joined(separator: ":")]))
        }
        return fields.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
    }

    /// Header lines can't be folded within an address.
    private static func check(_ url: String) throws(ComposeError) {
        guard url.hasPrefix("https://") || url.hasPrefix("http://"), url.utf8.count <= 800,
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw ComposeError(
                "the public address must be an http or https URL in ASCII of at most 800 characters; mend public_url")
        }
    }
}
