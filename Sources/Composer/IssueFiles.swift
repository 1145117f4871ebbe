import Foundation

/// The images and attachments that an issue names, read from its folder.
struct IssueFiles {
    /// In the document's order; several may have the same content, and then the same name.
    let images: [MediaFile]
    let attachments: [ComposedIssue.StoredFile]

    /// What all files of a copy may weigh together. Many hosts refuse messages above 20 to 25 MB, and base64 adds a third.
    private static let limit = 10_000_000

    init(_ file: IssueFile) throws(IssueFileError) {
        let folder = IssueFolder(of: file.file)
        var size = 0
        func read(_ path: String, in issue: String, line: Int, _ what: String) throws(IssueFileError) -> [UInt8] {
            do throws(IssueFolder.Refusal) {
                let bytes = try folder.contents(of: path)
                size += bytes.count
                if size > Self.limit {
                    throw IssueFolder.Refusal(
                        message: "brings images and attachments above \(Self.limit / 1_000_000) MB, which many mail "
                            + "hosts refuse; link to large files instead")
                }
                return bytes
            } catch {
                throw IssueFileError(file: issue, line: line, message: "the \(what) \"\(path)\" \(error.message)")
            }
        }
        var attachments: [ComposedIssue.StoredFile] = []
        for attachment in file.attachments {
            let bytes = try read(attachment.path, in: attachment.file, line: attachment.line, "attachment")
            let name = String(attachment.path.split(separator: "/").last ?? "")
            attachments.append(
                .init(name: name, type: AttachmentType.of(name, bytes), url: "", bytes: Data(bytes)))
        }
        self.attachments = attachments
        var images: [MediaFile] = []
        for image in file.document.images {
            // The document counts its lines from the Markdown's first.
            let line = file.markdownLine + image.line - 1
            let bytes = try read(image.path, in: file.file, line: line, "image")
            guard let media = MediaFile(bytes) else {
                throw IssueFileError(
                    file: file.file, line: line,
                    message: "\"\(image.path)\" is no PNG, JPEG, GIF or WebP image; save it as one of these")
            }
            images.append(media)
        }
        self.images = images
    }
}
