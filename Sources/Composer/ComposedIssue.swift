import Foundation
import Mail
import Newsletter

/// An issue in one language, composed once for all its readers.
///
/// Its JSON form is what the database stores: it holds everything that a copy needs, so later edits of the issue file, the
/// templates or the settings change nothing.
public struct ComposedIssue: Sendable, Equatable {
    /// The stored form.
    struct Content: Sendable, Equatable, Codable {
        let subject: SlottedText
        let language: String
        /// The fields that are the same in every copy, folded, with CRLF.
        let header: String
        let text: SlottedText
        let html: SlottedText
        let images: [StoredFile]
        let areImagesEmbedded: Bool
        let attachments: [StoredFile]
    }

    /// A file that the mail carries or refers to.
    struct StoredFile: Sendable, Equatable, Codable {
        /// Of an image the name by its content; of an attachment the one that readers see.
        let name: String
        let type: String
        /// Where mail programs find it: on the public pages.
        let url: String
        /// Empty where the mail doesn't carry it.
        let bytes: Data
    }

    private let content: Content
    /// 32 hexadecimal digits; the same content gives the same digest.
    public let digest: String
    /// The whole HTML page for the archive: nothing personal in it. Only in an issue that was just composed.
    public let webPage: String
    /// The images that the public pages have to serve for it. Only in an issue that was just composed.
    public let media: [MediaFile]
    /// Empty where the subject has a reader's values.
    private let subjectField: [UInt8]
    private let header: [UInt8]
    private let body: EncodedBody

    /// As the archive shows it, for nobody in particular.
    public let subject: String
    /// A BCP 47 tag.
    public var language: String { content.language }
    /// The relay has to take UTF-8 in the header (RFC 6531), whoever the reader is.
    public let needsSMTPUTF8: Bool
    /// Whether a copy needs the reader's attributes.
    public let usesAttributes: Bool

    init(_ content: Content, webPage: String, media: [MediaFile]) {
        self.content = content
        self.webPage = webPage
        self.media = media
        digest = Self.digest(of: content)
        subject = content.subject.filled(.none) { _ in "" }
        var names: Set<String> = []
        // A Content-ID stands for one part (RFC 2045 §7).
        let embedded = content.images.filter { content.areImagesEmbedded && names.insert($0.name).inserted }
        let domain = Self.imageDomain(digest)
        let html = content.html.withImages(.html) { [digest] in Self.imageAddress($0, content, digest) }
        body = EncodedBody(
            text: content.text, html: html, isFlowed: true, inline: embedded.map { $0.inline(domain: domain) },
            attachments: content.attachments.map(\.attachment), seed: digest)
        subjectField = content.subject.fields.isEmpty ? HeaderField("Subject", text: subject).bytes : []
        header = Array(content.header.utf8) + body.header.flatMap(\.bytes)
        needsSMTPUTF8 = header.contains { $0 >= 0x80 }
        usesAttributes = [content.subject, content.text, content.html].contains { text in
            text.fields.contains { if case .attribute = $0 { true } else { false } }
        }
    }

    /// The complete copy for one reader: RFC 5322 bytes with CRLF line ends, not dot-stuffed.
    ///
    /// 7-bit, unless the local part of an address isn't ASCII (RFC 6532).
    /// - Parameter mark: goes in front of the subject, to tell a test copy from the issue.
    public func message(to recipient: Recipient, date: Timestamp, mark: String = "") -> [UInt8] {
        message(to: recipient, dateField: HeaderField("Date", tokens: [date.rfc5322]), mark: mark)
    }

    /// The same for many copies of one date.
    public func message(to recipient: Recipient, dateField: HeaderField, mark: String = "") -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(header.count + body.byteCount + 1_024)
        bytes += dateField.bytes
        HeaderField.append("Message-ID", tokens: ["<" + recipient.messageID + ">"], to: &bytes)
        HeaderField.append(
            "To", mailbox: Mailbox(name: recipient.headerName, address: recipient.address), to: &bytes)
        ListHeaders.appendUnsubscribe(recipient.unsubscribeURL, mailto: recipient.unsubscribeMailto, to: &bytes)
        if subjectField.isEmpty || !mark.isEmpty {
            bytes += HeaderField("Subject", text: mark + content.subject.filled(.none, recipient.headerValue)).bytes
        } else {
            bytes += subjectField
        }
        bytes += header
        body.fill(into: &bytes, recipient.value)
        return bytes
    }

    /// The image of a number in `IssueFile.outline`. Only of an issue that was just composed.
    public func image(_ number: Int) -> MediaFile? {
        guard content.images.indices.contains(number) else { return nil }
        return media.first { $0.name == content.images[number].name }
    }

    /// The HTML of a reader's copy as a page of its own, for the browser.
    /// - Parameter images: where its images are.
    public func page(for recipient: Recipient, images: PageImages) -> String {
        content.html.filled(.html, recipient.value) { number in
            switch images {
            case .hosted: content.images[number].url
            case .inline:
                media.first { $0.name == content.images[number].name }
                    .map { "data:\($0.type);base64,\(Data($0.bytes).base64EncodedString())" } ?? ""
            }
        }
    }

    public enum PageImages: Sendable {
        /// On the public pages.
        case hosted
        /// In the page itself. Only of an issue that was just composed.
        case inline
    }

    /// Bytes of the HTML in a reader's copy, before its transfer encoding: what Gmail counts.
    public func htmlByteCount(for recipient: Recipient) -> Int {
        content.html.filled(.html, recipient.value) { Self.imageAddress($0, content, digest) }.utf8.count
    }

    /// The right side of Content-IDs.
    private static func imageDomain(_ digest: String) -> String { "\(digest.prefix(8)).mailer" }

    private static func imageAddress(_ number: Int, _ content: Content, _ digest: String) -> String {
        let image = content.images[number]
        return content.areImagesEmbedded ? "cid:\(image.name)@\(imageDomain(digest))" : image.url
    }

    /// The plain side of a reader's copy, for previews.
    public func textPart(to recipient: Recipient) -> String {
        content.text.filled(.none, recipient.value)
    }

    /// The name of an issue's content in all its languages, as `digest`.
    public static func digest(of versions: [ComposedIssue]) -> String {
        if versions.count == 1 { return versions[0].digest }
        var digest = ContentDigest()
        for version in versions { digest.add(version.digest) }
        return digest.text
    }

    private static func digest(of content: Content) -> String {
        var digest = ContentDigest()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let texts = try? encoder.encode([content.subject, content.text, content.html])
        digest.add(Array(texts ?? Data()))
        for text in [content.language, content.header, "\(content.areImagesEmbedded)"] { digest.add(text) }
        for file in content.images + content.attachments {
            digest.add(file.name)
            digest.add(Array(file.bytes))
        }
        return digest.text
    }

    public static func == (one: ComposedIssue, other: ComposedIssue) -> Bool {
        one.content == other.content
    }
}

extension ComposedIssue.StoredFile {
    func inline(domain: String) -> EncodedBody.Attachment {
        EncodedBody.Attachment(
            fields: [
                HeaderField("Content-Type", tokens: [type]),
                HeaderField("Content-Transfer-Encoding", tokens: ["base64"]),
                HeaderField("Content-ID", tokens: ["<\(name)@\(domain)>"]),
                HeaderField("Content-Disposition", value: "inline", parameters: [("filename", name)]),
            ], bytes: Array(bytes))
    }

    fileprivate var attachment: EncodedBody.Attachment {
        EncodedBody.Attachment(
            fields: [
                HeaderField("Content-Type", tokens: [type]),
                HeaderField("Content-Transfer-Encoding", tokens: ["base64"]),
                HeaderField("Content-Disposition", value: "attachment", parameters: [("filename", name)]),
            ], bytes: Array(bytes))
    }
}

extension ComposedIssue: Codable {
    public init(from decoder: any Decoder) throws {
        let content = try Content(from: decoder)
        guard content.html.images.allSatisfy(content.images.indices.contains) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "an image that is not there"))
        }
        self.init(content, webPage: "", media: [])
    }

    public func encode(to encoder: any Encoder) throws {
        try content.encode(to: encoder)
    }
}

/// Why an issue can't be composed, in one line.
public struct ComposeError: Error, Equatable, CustomStringConvertible {
    public let description: String
    /// What the author has to mend; nil where it is the admin.
    public let mistake: IssueFileError?

    init(_ description: String) {
        self.description = description
        mistake = nil
    }

    init(_ mistake: IssueFileError) {
        description = mistake.description
        self.mistake = mistake
    }
}
