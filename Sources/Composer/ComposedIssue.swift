import Mail
import Mustache
import Newsletter

/// An issue in one language, composed once for all its readers.
///
/// Its JSON form is what the database stores: it holds everything that a copy needs, so later edits of the issue file, the
/// templates or the settings change nothing.
public struct ComposedIssue: Sendable, Equatable {
    /// The stored form.
    private struct Content: Sendable, Equatable, Codable {
        let subject: String
        let language: String
        let webPage: String
        /// The fields that are the same in every copy, folded, with CRLF.
        let header: String
        let text: SlottedText
        let html: SlottedText
    }

    private let content: Content
    /// 32 hexadecimal digits; the same content gives the same digest.
    public let digest: String
    private let header: [UInt8]
    private let body: EncodedBody

    public var subject: String { content.subject }
    /// A BCP 47 tag.
    public var language: String { content.language }
    /// The whole HTML page for the archive: nothing personal in it.
    public var webPage: String { content.webPage }

    private init(_ content: Content) {
        self.content = content
        var digest = ContentDigest()
        for text in [content.subject, content.language, content.webPage, content.header] { digest.add(text) }
        for part in [content.text, content.html] {
            for text in part.texts { digest.add(text) }
            for slot in part.slots { digest.add(slot.rawValue) }
        }
        self.digest = digest.text
        body = EncodedBody(text: content.text, html: content.html, seed: digest.text)
        header = Array(content.header.utf8) + body.header.flatMap(\.bytes)
    }

    /// Renders the issue for the list of `context`. All that is alike for every reader is done here.
    public static func compose(
        _ file: IssueFile, _ context: IssueContext, _ templates: MailTemplates
    ) throws(ComposeError) -> ComposedIssue {
        for url in [context.publicURL, context.archiveURL, context.subscribeURL] { try check(url) }
        guard let language = LanguageTag(file.language ?? context.list.language) else {
            throw ComposeError("the list's language is no language tag; set it to one like en, es or pt-BR")
        }
        let rendering = IssueRendering(file: file, context: context, language: language)
        do {
            return ComposedIssue(
                Content(
                    subject: rendering.subject, language: language.text, webPage: try rendering.webPage(templates),
                    header: header(of: rendering, file, context, language),
                    text: SlottedText(rendered: try rendering.text(templates)),
                    html: SlottedText(rendered: try rendering.html(templates))))
        } catch {
            throw ComposeError(error.description)
        }
    }

    /// The complete copy for one reader: RFC 5322 bytes with CRLF line ends, not dot-stuffed.
    ///
    /// 7-bit, unless the local part of an address isn't ASCII (RFC 6532).
    public func message(to recipient: Recipient, date: Timestamp) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(header.count + body.byteCount + 1_024)
        let mailbox = Mailbox(name: recipient.name.map(Slot.stripped), address: recipient.address)
        let fields =
            [
                HeaderField("Date", tokens: [date.rfc5322]),
                HeaderField("Message-ID", tokens: ["<\(recipient.messageID)>"]),
                HeaderField("To", mailbox: mailbox),
            ] + ListHeaders.unsubscribe(recipient.unsubscribeURL)
        for field in fields { bytes += field.bytes }
        bytes += header
        body.fill(into: &bytes, recipient.value)
        return bytes
    }

    /// The HTML side of a reader's copy, for previews.
    public func htmlPart(to recipient: Recipient) -> String {
        content.html.filled { HTMLText.escape(recipient.value(of: $0)) }
    }

    /// The plain side of a reader's copy, for previews.
    public func textPart(to recipient: Recipient) -> String {
        content.text.filled(recipient.value)
    }

    private static func header(
        of rendering: IssueRendering, _ file: IssueFile, _ context: IssueContext, _ language: LanguageTag
    ) -> String {
        var fields = [HeaderField("From", mailbox: file.from ?? context.from)]
        if let replyTo = file.replyTo ?? context.replyTo { fields.append(HeaderField("Reply-To", mailbox: replyTo)) }
        fields.append(HeaderField("Subject", text: rendering.subject))
        fields.append(HeaderField("Content-Language", tokens: [language.text]))
        fields +=
            ListHeaders(
                title: Slot.stripped(context.list.title), identifier: context.listIdentifier,
                archiveURL: context.pastIssuesURL,
                subscribeURL: context.subscribeURL
            ).fields
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

    public static func == (one: ComposedIssue, other: ComposedIssue) -> Bool {
        one.content == other.content
    }
}

extension ComposedIssue: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try Content(from: decoder))
    }

    public func encode(to encoder: any Encoder) throws {
        try content.encode(to: encoder)
    }
}

/// Why an issue can't be composed, in one line.
public struct ComposeError: Error, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
