import Foundation

/// The images and attachments that an issue names, read from its folder.
struct IssueFiles {
    /// In the document's order; several may have the same content, and then the same name.
    let images: [MediaFile]
    let attachments: [ComposedIssue.StoredFile]

    /// What all files of a copy may weigh together. Many hosts refuse messages above 20 to 25 MB, and base64 adds a third.
    static let limit = 10_000_000

    /// - Parameter limit: in bytes.
    init(_ file: IssueFile, limit: Int = Self.limit) throws(IssueFileError) {
        let folder = IssueFolder(of: file.file)
        var size = 0
        func read(_ reference: IssueFile.FileReference, _ what: String) throws(IssueFileError) -> [UInt8] {
            do throws(IssueFolder.Refusal) {
                return try folder.contents(of: reference.path)
            } catch {
                throw reference.error("the \(what) \"\(reference.path)\" \(error.message)")
            }
        }
        func weigh(_ bytes: [UInt8], _ reference: IssueFile.FileReference, _ what: String) throws(IssueFileError) {
            size += bytes.count
            if size <= limit { return }
            throw reference.error(
                "the \(what) \"\(reference.path)\" brings images and attachments above \(limit / 1_000_000) MB, "
                    + "which many mail hosts refuse; link to large files instead")
        }
        var attachments: [ComposedIssue.StoredFile] = []
        for attachment in file.attachments {
            let bytes = try read(attachment, "attachment")
            try weigh(bytes, attachment, "attachment")
            let name = String(attachment.path.split(separator: "/").last ?? "")
            attachments.append(
                .init(name: name, type: AttachmentType.of(name, bytes), url: "", bytes: Data(bytes)))
        }
        self.attachments = attachments
        var images: [MediaFile] = []
        for image in file.document.images {
            // The document counts its lines from the Markdown's first.
            let reference = IssueFile.FileReference(
                path: image.path, file: file.file, line: file.markdownLine + image.line - 1)
            let bytes = try read(reference, "image")
            guard let media = MediaFile(bytes) else {
                throw reference.error(
                    "\"\(image.path)\" is no PNG, JPEG, GIF or WebP image; save it as one of these")
            }
            // A copy carries it once, whatever paths lead to it.
            if !images.contains(where: { $0.name == media.name }) { try weigh(bytes, reference, "image") }
            images.append(media)
        }
        self.images = images
    }
}

extension IssueFile.FileReference {
    fileprivate func error(_ message: String) -> IssueFileError {
        IssueFileError(file: file, line: line, message: message)
    }
}
