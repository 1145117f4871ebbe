/// The media types of what people attach to newsletters, by the ends of their names.
enum AttachmentType {
    /// Of anything else the type says nothing, which every mail program offers to save.
    static func of(_ name: String, _ bytes: [UInt8]) -> String {
        let suffix = name.split(separator: ".").dropFirst().last?.lowercased() ?? ""
        let type = types[suffix] ?? unknown
        guard type.hasPrefix("text/") else { return type }
        // Without a charset text is ASCII (RFC 2046 §4.1.2), and for others than UTF-8 we could only guess.
        return String(validating: bytes, as: UTF8.self) == nil ? unknown : type + "; charset=utf-8"
    }

    private static let unknown = "application/octet-stream"

    private static let types = [
        "pdf": "application/pdf", "zip": "application/zip", "epub": "application/epub+zip",
        "csv": "text/csv", "txt": "text/plain", "ics": "text/calendar", "vcf": "text/vcard",
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
        "mp3": "audio/mpeg", "mp4": "video/mp4",
        "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "odp": "application/vnd.oasis.opendocument.presentation", "doc": "application/msword",
        "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ]
}
